//! Uses a coroutine of a crate whose coroutines go the stock way, in one of its own.

use std::pin::pin;
use std::task::{Context, Waker};

async fn own() -> u32 {
    dependency::two().await + 1
}

fn main() {
    println!("{:?}", pin!(own()).poll(&mut Context::from_waker(Waker::noop())));
}
