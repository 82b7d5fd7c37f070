// A coroutine that borrows nothing across a `yield` may be moved while it is suspended.
//@ run-pass
//@ lowered: 1
#![feature(coroutines, coroutine_trait, stmt_expr_attributes)]

use std::ops::{Coroutine, CoroutineState};
use std::pin::Pin;

fn step<C: Coroutine<Yield = u32, Return = ()> + Unpin>(mut coroutine: C) -> (C, Option<u32>) {
    match Pin::new(&mut coroutine).resume(()) {
        CoroutineState::Yielded(number) => (coroutine, Some(number)),
        CoroutineState::Complete(()) => (coroutine, None),
    }
}

fn main() {
    let coroutine = #[coroutine]
    || {
        let mut list = vec![1];
        while list.len() < 4 {
            yield list.iter().sum();
            list.push(list.len() as u32 + 1);
        }
    };
    let (coroutine, first) = step(Box::new(coroutine));
    let (coroutine, second) = step(*coroutine);
    let mut list = vec![coroutine];
    let (coroutine, third) = step(list.remove(0));
    let (_, end) = step(coroutine);
    assert_eq!((first, second, third, end), (Some(1), Some(3), Some(6), None));
}
