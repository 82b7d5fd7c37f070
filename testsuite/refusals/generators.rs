//! Coroutines that are not async: these go the stock way.

#![feature(coroutines, coroutine_trait, gen_blocks, stmt_expr_attributes)]

use std::future::Future;
use std::ops::{Coroutine, CoroutineState};
use std::pin::{Pin, pin};
use std::task::{Context, Waker};

fn raw() {
    let mut raw = #[coroutine]
    |start: u32| {
        let next = yield start + 1;
        let last = yield next * 2;
        last + 3
    };
    for argument in [1, 10, 100] {
        match Pin::new(&mut raw).resume(argument) {
            CoroutineState::Yielded(value) => println!("yielded {value}"),
            CoroutineState::Complete(value) => println!("complete {value}"),
        }
    }
}

fn main() {
    let numbers = gen {
        for n in 0..3 {
            yield n * n;
        }
    };
    println!("{:?}", numbers.collect::<Vec<_>>());
    raw();
    // One that is lowered.
    let future = pin!(async { 5 });
    println!("{:?}", future.poll(&mut Context::from_waker(Waker::noop())));
}
