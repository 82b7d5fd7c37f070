// Recursion through a future that a combinator holds.
//@ revisions: check build
//@[check] check-fail
//@[build] build-fail
//@ error[E0733]: recursion in an async fn requires boxing
//@ error[E0733]: recursion in an async fn requires boxing
#![crate_type = "lib"]

use std::pin::Pin;
use std::task::{Context, Poll};

pub struct Both<A, B>(A, B);

impl<A: Future, B: Future> Future for Both<A, B> {
    type Output = ();

    fn poll(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<()> {
        Poll::Pending
    }
}

pub async fn halves(n: u32) {
    if n > 0 {
        Both(halves(n / 2), halves(n / 3)).await;
    }
}

pub async fn optional(n: u32) {
    let next = if n > 0 { Some(optional(n - 1)) } else { None };
    std::future::ready(()).await;
    drop(next);
}
