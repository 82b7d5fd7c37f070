//! Two async functions that never suspend, polled by hand.

use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

async fn foo() -> i32 {
    3
}

async fn square() -> i32 {
    foo().await * foo().await
}

/// The square of three.
#[unsafe(no_mangle)]
pub fn nine() -> i32 {
    let future = pin!(square());
    match future.poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(result) => result,
        Poll::Pending => 0,
    }
}
