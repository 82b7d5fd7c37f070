//! A coroutine that can be cloned: it goes the stock way.

#![feature(coroutine_clone, coroutine_trait, coroutines, stmt_expr_attributes)]

use std::ops::{Coroutine, CoroutineState};
use std::pin::{Pin, pin};
use std::task::{Context, Waker};

fn cloned() {
    let mut first = #[coroutine]
    |start: u32| {
        let next = yield start + 1;
        let last = yield next * 2;
        last + 3
    };
    println!("{:?}", Pin::new(&mut first).resume(1));
    let mut second = first.clone();
    println!("{:?}", Pin::new(&mut first).resume(10));
    for argument in [20, 30] {
        match Pin::new(&mut second).resume(argument) {
            CoroutineState::Yielded(value) => println!("yielded {value}"),
            CoroutineState::Complete(value) => println!("complete {value}"),
        }
    }
}

fn main() {
    cloned();
    // One that is lowered.
    let future = pin!(async { 5 });
    println!("{:?}", future.poll(&mut Context::from_waker(Waker::noop())));
}
