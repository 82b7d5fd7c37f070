// Captures of types without values, in bodies that can thus be made but not reached.
//@ run-pass
//@ lowered: 3
//@ compile-flags: -Cdebuginfo=2
//@ opt-levels: 0 3
#[path = "../../run/common/mod.rs"]
mod common;

use common::{drive, pause};
use std::convert::Infallible;

enum Never {}

async fn maybe(value: Option<Never>, other: Result<u8, Infallible>) -> u8 {
    pause().await;
    let Ok(other) = other;
    match value {
        Some(never) => match never {},
        None => other,
    }
}

fn impossible(never: &Infallible) -> impl Future<Output = u8> {
    let never = *never;
    async move {
        pause().await;
        match never {}
    }
}

fn size<T, F: Future>(_: impl Fn(T) -> F) -> usize {
    size_of::<F>()
}

async fn taken(_: Never) {
    pause().await;
}

fn main() {
    assert_eq!(drive(maybe(None, Ok(3))), 3);
    assert!(size(taken) < 64);
    let _: fn(&'static Infallible) -> _ = impossible;
}
