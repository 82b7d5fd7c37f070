//! One coroutine, named so that an error can be told to name it.

use std::future::Future;
use std::pin::pin;
use std::task::{Context, Waker};

async fn conspicuous(n: u64) -> u64 {
    std::future::ready(()).await;
    n + 1
}

fn main() {
    let mut future = pin!(conspicuous(1));
    println!("{:?}", future.as_mut().poll(&mut Context::from_waker(Waker::noop())));
}
