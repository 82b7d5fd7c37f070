// An opaque type that is its own hidden type.
//@ check-fail
//@ error[E0720]: cannot resolve opaque type
//@ warning: function cannot return without recursing
//@ error[E0720]: cannot resolve opaque type
//@ error[E0720]: cannot resolve opaque type
#![crate_type = "lib"]

use std::pin::Pin;
use std::task::{Context, Poll};

pub struct Wrapper<F>(F);

impl<F> Future for Wrapper<F> {
    type Output = ();

    fn poll(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<()> {
        Poll::Pending
    }
}

pub fn wrapped() -> impl Future<Output = ()> {
    Wrapper(wrapped())
}

pub fn first(n: u32) -> impl Future<Output = ()> {
    Wrapper((n, second(n)))
}

fn second(n: u32) -> impl Future<Output = ()> {
    Wrapper([first(n)])
}
