// rustc's validator of MIR finds nothing to object to.
//@ revisions: debug release
//@ run-pass
//@ compile-flags: -Zvalidate-mir
//@[release] opt-levels: 3
//@ lowered: 5
#![feature(coroutines, coroutine_trait, gen_blocks, stmt_expr_attributes)]
#[path = "../../run/common/mod.rs"]
mod common;

use common::{Noisy, drive, pause};
use std::ops::Coroutine;
use std::pin::Pin;

async fn inner(noisy: Noisy) -> &'static str {
    pause().await;
    noisy.0
}

async fn outer<T: Copy>(values: &[T]) -> Option<T> {
    let first = *values.first()?;
    assert_eq!(inner(Noisy("noisy")).await, "noisy");
    (async || pause().await)().await;
    Some(first)
}

fn main() {
    assert_eq!(drive(outer(&[1, 2])), Some(1));
    assert_eq!(drive(outer::<u8>(&[])), None);
    assert_eq!(gen { yield 1 }.count(), 1);
    let mut coroutine = #[coroutine]
    |x: u8| {
        yield x;
    };
    let _ = Pin::new(&mut coroutine).resume(1);
}
