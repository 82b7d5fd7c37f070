// A static coroutine holds references to itself.
//@ run-pass
//@ lowered: 1
//@ opt-levels: 0 3
#![feature(coroutines, coroutine_trait, stmt_expr_attributes)]

use std::ops::{Coroutine, CoroutineState};
use std::pin::pin;

fn main() {
    let mut coroutine = pin!(
        #[coroutine]
        static || {
            let mut numbers = [1, 2, 3];
            for number in &mut numbers {
                yield *number;
                *number *= 10;
            }
            let [_, second, _] = &numbers;
            yield *second;
            numbers.iter().sum::<i32>()
        }
    );
    let mut yielded = Vec::new();
    let sum = loop {
        match coroutine.as_mut().resume(()) {
            CoroutineState::Yielded(number) => yielded.push(number),
            CoroutineState::Complete(sum) => break sum,
        }
    };
    assert_eq!((yielded, sum), (vec![1, 2, 3, 20], 60));
}
