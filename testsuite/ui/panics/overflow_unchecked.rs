// Without overflow checks arithmetic wraps.
//@ run-pass
//@ compile-flags: -Coverflow-checks=off
//@ lowered: 1
#[path = "../../run/common/mod.rs"]
mod common;

use common::{drive, pause};
use std::hint::black_box;

async fn compute(number: u8) -> (u8, u8) {
    pause().await;
    (number + 250, number - 250)
}

fn main() {
    assert_eq!(drive(compute(black_box(10))), (4, 16));
}
