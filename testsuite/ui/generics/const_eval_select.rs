// What a body does at compile time and at run time may be two functions.
//@ run-pass
//@ lowered: 1
//@ opt-levels: 0 3
#![feature(const_eval_select, core_intrinsics)]
#![allow(internal_features)]
#[path = "../../run/common/mod.rs"]
mod common;

use common::{drive, pause};
use std::intrinsics::const_eval_select;

const fn early(number: u8, _step: u8) -> u8 {
    number
}

fn late(number: u8, step: u8) -> u8 {
    number + step
}

const EARLY: u8 = const { const_eval_select((1, 50), early, late) };

async fn body(number: u8) -> u8 {
    let before = const_eval_select((number, 100), early, late);
    pause().await;
    before + const_eval_select((number, 10), early, late)
}

fn main() {
    assert_eq!(EARLY, 1);
    assert_eq!(drive(body(3)), 103 + 13);
}
