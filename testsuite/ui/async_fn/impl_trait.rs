// `impl Trait` in the place of an argument and of the result.
//@ run-pass
//@ lowered: 3
#[path = "../../run/common/mod.rs"]
mod common;

use common::{drive, pause};
use std::fmt::Display;

async fn shown(value: impl Display, times: usize) -> impl Iterator<Item = String> {
    pause().await;
    let text = value.to_string();
    (0..times).map(move |index| format!("{text}{index}"))
}

async fn twice(future: impl Future<Output = u32>) -> u32 {
    future.await * 2
}

fn main() {
    assert_eq!(drive(shown('x', 2)).collect::<Vec<_>>(), ["x0", "x1"]);
    assert_eq!(drive(twice(twice(async { 3 }))), 12);
}
