// What is handed to `resume` arrives at the `yield`, the first at the argument.
//@ run-pass
//@ lowered: 1
//@ opt-levels: 0 3
#![feature(coroutines, coroutine_trait, stmt_expr_attributes)]

use std::ops::{Coroutine, CoroutineState};
use std::pin::Pin;

fn main() {
    let mut coroutine = #[coroutine]
    |first: String| {
        let second: String = yield first.len();
        let third = yield second.len();
        format!("{first}{second}{third}")
    };
    let mut resume = |text: &str| Pin::new(&mut coroutine).resume(text.to_owned());
    assert_eq!(resume("a"), CoroutineState::Yielded(1));
    assert_eq!(resume("bc"), CoroutineState::Yielded(2));
    assert_eq!(resume("def"), CoroutineState::Complete("abcdef".to_owned()));
}
