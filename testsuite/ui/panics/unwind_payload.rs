// A payload of any type goes through suspended and running bodies.
//@ run-pass
//@ lowered: 2
#[path = "../../run/common/mod.rs"]
mod common;

use common::{drive, pause};
use std::panic::{AssertUnwindSafe, catch_unwind, panic_any, resume_unwind};

async fn throws(number: u32) {
    pause().await;
    panic_any(number);
}

async fn rethrows() {
    let result = catch_unwind(|| {
        panic_any("thrown");
    });
    pause().await;
    resume_unwind(result.unwrap_err());
}

fn main() {
    let payload = catch_unwind(|| drive(throws(5))).unwrap_err();
    assert_eq!(payload.downcast_ref::<u32>(), Some(&5));
    let payload = catch_unwind(AssertUnwindSafe(|| drive(rethrows()))).unwrap_err();
    assert_eq!(payload.downcast_ref::<&str>(), Some(&"thrown"));
}
