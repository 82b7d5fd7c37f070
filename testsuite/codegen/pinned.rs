//! Futures that are pinned in the frame that awaits them, and run on the stack to their end.
#![no_std]

use core::future::{Future, poll_fn};
use core::pin::{Pin, pin};
use core::task::{Context, Poll, Waker};

unsafe extern "C" {
    safe fn word() -> u32;
}

fn spin_on<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    let mut context = Context::from_waker(Waker::noop());
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut context) {
            return output;
        }
    }
}

/// Is ready once there is a word.
async fn next() -> u32 {
    poll_fn(|_| match word() {
        0 => Poll::Pending,
        word => Poll::Ready(word),
    })
    .await
}

async fn sum(first: u32) -> u32 {
    let mut all = first;
    for _ in 0..first % 8 {
        all += next().await;
    }
    all
}

/// A future, or what has become of it.
enum Maybe<F: Future> {
    Running(F),
    Done(Option<F::Output>),
}

impl<F: Future> Maybe<F> {
    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> bool {
        // SAFETY: the future is not moved.
        let Maybe::Running(future) = (unsafe { self.as_mut().get_unchecked_mut() }) else {
            return true;
        };
        // SAFETY: it is a part of what is pinned.
        let Poll::Ready(output) = (unsafe { Pin::new_unchecked(future) }).poll(context) else {
            return false;
        };
        self.set(Maybe::Done(Some(output)));
        true
    }

    fn take(self: Pin<&mut Self>) -> Option<F::Output> {
        // SAFETY: a future is not moved.
        match unsafe { self.get_unchecked_mut() } {
            Maybe::Running(_) => None,
            Maybe::Done(output) => output.take(),
        }
    }
}

async fn joined(first: u32) -> u32 {
    let mut one = pin!(Maybe::Running(sum(first)));
    let mut other = pin!(Maybe::Running(sum(!first)));
    poll_fn(|context| {
        let one = one.as_mut().poll(context);
        if one & other.as_mut().poll(context) { Poll::Ready(()) } else { Poll::Pending }
    })
    .await;
    one.take().unwrap_or(0) ^ other.take().unwrap_or(0)
}

/// Both to their end.
#[unsafe(no_mangle)]
pub fn join(first: u32) -> u32 {
    spin_on(joined(first))
}

async fn selected(first: u32) -> u32 {
    let mut one = pin!(sum(first));
    let mut other = pin!(sum(!first));
    poll_fn(|context| match one.as_mut().poll(context) {
        Poll::Ready(output) => Poll::Ready(output),
        Poll::Pending => other.as_mut().poll(context),
    })
    .await
}

/// One of them.
#[unsafe(no_mangle)]
pub fn select(first: u32) -> u32 {
    spin_on(selected(first))
}

async fn borrowed(first: u32) -> u32 {
    let mut all = first;
    let mut two = pin!(async {
        all += next().await;
        all ^= next().await;
        all
    });
    two.as_mut().await
}

/// One that borrows from its awaiter.
#[unsafe(no_mangle)]
pub fn borrow(first: u32) -> u32 {
    spin_on(borrowed(first))
}
