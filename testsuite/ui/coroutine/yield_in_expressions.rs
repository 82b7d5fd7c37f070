// `yield` as an operand, an argument, an index and a condition.
//@ run-pass
//@ lowered: 1
#![feature(coroutines, coroutine_trait, stmt_expr_attributes, yield_expr)]

use std::ops::{Coroutine, CoroutineState};
use std::pin::pin;

fn main() {
    let list = [10, 20, 30];
    let mut coroutine = pin!(
        #[coroutine]
        static |_: usize| {
            let sum = (yield 1) + (yield 2);
            let item = list[yield 3];
            let greater = usize::max(yield 4, yield 5);
            if (yield 6) == 0 { sum } else { item + greater }
        }
    );
    for (argument, yielded) in [(0, 1), (1, 2), (2, 3), (1, 4), (7, 5), (5, 6)] {
        assert_eq!(coroutine.as_mut().resume(argument), CoroutineState::Yielded(yielded));
    }
    assert_eq!(coroutine.as_mut().resume(9), CoroutineState::Complete(27));
}
