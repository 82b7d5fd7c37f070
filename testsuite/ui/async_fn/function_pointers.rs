// An async fn behind a function pointer, and in a table.
//@ run-pass
//@ lowered: 2
#[path = "../../run/common/mod.rs"]
mod common;

use common::{drive, pause};
use std::pin::Pin;

type Boxed = Pin<Box<dyn Future<Output = i32>>>;

async fn add(x: i32) -> i32 {
    pause().await;
    x + 1
}

async fn negate(x: i32) -> i32 {
    -x
}

fn call<F: Future>(function: fn(i32) -> F, argument: i32) -> F {
    function(argument)
}

const TABLE: [fn(i32) -> Boxed; 2] = [|x| Box::pin(add(x)), |x| Box::pin(negate(x))];

fn main() {
    assert_eq!(drive(call(add, 1)), 2);
    assert_eq!(drive(call(negate, 1)), -1);
    let results: Vec<_> = TABLE.iter().map(|entry| drive(entry(5))).collect();
    assert_eq!(results, [6, -5]);
}
