// Calls of functions that exist only where they are inlined.
//@ run-pass
//@ lowered: 1
//@ opt-levels: 0 3
#![feature(rustc_attrs)]
#![allow(internal_features)]
#[path = "../../run/common/mod.rs"]
mod common;

use common::{drive, pause};

#[rustc_force_inline]
fn doubled(number: u32) -> u32 {
    number * 2
}

#[rustc_force_inline = "it must not cost a call"]
fn summed(numbers: &[u32]) -> u32 {
    let mut sum = 0;
    for number in numbers {
        sum += doubled(*number);
    }
    sum
}

async fn body(number: u32) -> u32 {
    let first = doubled(number);
    pause().await;
    summed(&[first, number])
}

fn main() {
    assert_eq!(doubled(4), 8);
    assert_eq!(drive(body(3)), 18);
}
