// Coroutines as trait objects and through references.
//@ run-pass
//@ lowered: 1
#![feature(coroutines, coroutine_trait)]

use std::ops::{Coroutine, CoroutineState};
use std::pin::Pin;

type Object = Pin<Box<dyn Coroutine<u8, Yield = u8, Return = &'static str>>>;

fn adding(step: u8) -> Object {
    Box::pin(
        #[coroutine]
        move |mut number: u8| {
            while number < 100 {
                number = yield number + step;
            }
            "large"
        },
    )
}

fn main() {
    let mut all = [adding(1), adding(2)];
    let results: Vec<_> = all.iter_mut().map(|object| object.as_mut().resume(5)).collect();
    assert_eq!(results, [CoroutineState::Yielded(6), CoroutineState::Yielded(7)]);
    let mut object = &mut all[0];
    assert_eq!(Pin::new(&mut object).resume(100), CoroutineState::Complete("large"));
}
