// Coroutines that can be cloned go the stock way, with a note for each.
//@ run-pass
//@ lowered: 1
//@ fallbacks: 1
#![feature(coroutine_clone, coroutines, coroutine_trait, stmt_expr_attributes)]
#[path = "../../run/common/mod.rs"]
mod common;

use common::drive;
use std::ops::{Coroutine, CoroutineState};
use std::pin::Pin;

fn main() {
    let mut first = #[coroutine]
    || {
        let mut number = 1;
        yield number;
        number += 1;
        yield number;
    };
    assert_eq!(Pin::new(&mut first).resume(()), CoroutineState::Yielded(1));
    let mut second = first.clone();
    assert_eq!(Pin::new(&mut first).resume(()), CoroutineState::Yielded(2));
    assert_eq!(Pin::new(&mut second).resume(()), CoroutineState::Yielded(2));
    drive(async {});
}
