// A panic unwinds through the locals, and the future cannot be polled again.
//@ run-fail
//@ status: 101
//@ lowered: 1
//@ stdout:   drop inner
//@ stdout:   drop inner
//@ stdout:   drop outer
//@ stdout: true
//@ stderr: `async fn` resumed after panicking
//@ opt-levels: 0 3
#[path = "../../run/common/mod.rs"]
mod common;

use common::{Noisy, pause, poll};
use std::panic::{AssertUnwindSafe, catch_unwind};

async fn body(limit: u32) {
    let _outer = Noisy("outer");
    for turn in 0.. {
        let _inner = Noisy("inner");
        assert!(turn < limit, "turn {turn}");
        pause().await;
    }
}

fn main() {
    let mut future = Box::pin(body(1));
    assert!(poll(future.as_mut()).is_pending());
    println!("{}", catch_unwind(AssertUnwindSafe(|| poll(future.as_mut()))).is_err());
    let _ = poll(future.as_mut());
}
