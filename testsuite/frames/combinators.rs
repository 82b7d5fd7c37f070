//! `join` and `select`, written as libraries write them, and a future whose size is asked for.
#![no_std]

mod common;

use core::future::{Future, poll_fn};
use core::pin::{Pin, pin};
use core::task::{Context, Poll};

use common::{kilobyte, suspend};

/// A future, then its result.
enum MaybeDone<F: Future> {
    Running(F),
    Done(F::Output),
    Taken,
}

impl<F: Future> MaybeDone<F> {
    /// Whether it is done, after a poll if need be.
    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> bool {
        // SAFETY: the future is pinned as this is, and only dropped in place.
        let this = unsafe { self.get_unchecked_mut() };
        if let MaybeDone::Running(future) = this {
            // SAFETY: as above.
            match unsafe { Pin::new_unchecked(future) }.poll(context) {
                Poll::Ready(output) => *this = MaybeDone::Done(output),
                Poll::Pending => return false,
            }
        }
        true
    }

    fn take(self: Pin<&mut Self>) -> F::Output {
        // SAFETY: a result that is moved out is not pinned.
        match core::mem::replace(unsafe { self.get_unchecked_mut() }, MaybeDone::Taken) {
            MaybeDone::Done(output) => output,
            _ => unreachable!("it is done"),
        }
    }
}

/// Both, as a future of its own.
pub struct Join<A: Future, B: Future>(MaybeDone<A>, MaybeDone<B>);

impl<A: Future, B: Future> Future for Join<A, B> {
    type Output = (A::Output, B::Output);

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        // SAFETY: the fields are pinned as this is.
        let this = unsafe { self.get_unchecked_mut() };
        // SAFETY: as above.
        let (mut a, mut b) =
            unsafe { (Pin::new_unchecked(&mut this.0), Pin::new_unchecked(&mut this.1)) };
        if a.as_mut().poll(context) & b.as_mut().poll(context) {
            return Poll::Ready((a.take(), b.take()));
        }
        Poll::Pending
    }
}

pub fn join<A: Future, B: Future>(a: A, b: B) -> Join<A, B> {
    Join(MaybeDone::Running(a), MaybeDone::Running(b))
}

/// The first of two, by a closure over pinned locals.
pub async fn select<A, B>(a: A, b: B) -> A::Output
where
    A: Future,
    B: Future<Output = A::Output>,
{
    let (mut a, mut b) = (pin!(a), pin!(b));
    poll_fn(|context| {
        if let ready @ Poll::Ready(_) = a.as_mut().poll(context) {
            return ready;
        }
        b.as_mut().poll(context)
    })
    .await
}

pub async fn joined() -> u8 {
    let (first, second) = join(kilobyte(), kilobyte()).await;
    first ^ second
}

/// One after the other: never alive together.
pub async fn joined_twice() -> u8 {
    let first = join(kilobyte(), small(1)).await;
    let second = join(small(2), kilobyte()).await;
    first.0 ^ second.1
}

pub async fn selected() -> u8 {
    select(kilobyte(), small(3)).await
}

async fn small(value: u8) -> u8 {
    suspend().await;
    value
}

/// Its size is asked for, so it must be there as a value.
pub async fn measured() -> usize {
    let future = kilobyte();
    let size = size_of_val(&future);
    future.await;
    size
}
