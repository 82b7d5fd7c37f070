// Without debug assertions nothing is checked that optimized programs do not check.
//@ run-pass
//@ compile-flags: -Cdebug-assertions=off
//@ lowered: 1
#[path = "../../run/common/mod.rs"]
mod common;

use common::{drive, pause};

async fn body(number: u8) -> u8 {
    pause().await;
    debug_assert!(number == 0, "it is not checked");
    number + 255
}

fn main() {
    assert_eq!(drive(body(2)), 1);
}
