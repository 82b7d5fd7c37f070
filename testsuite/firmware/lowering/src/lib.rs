//! What the programs share: ways to suspend, to poll by hand, and to see drops.
#![no_std]

use core::pin::Pin;
use core::task::{Context, Poll, Waker};

use board::hprintln;

/// Pending once.
#[must_use]
pub fn suspend() -> Suspend {
    Suspend { suspended: false }
}

/// The future that [`suspend`] returns.  It wakes nobody.
pub struct Suspend {
    suspended: bool,
}

impl Future for Suspend {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<()> {
        if self.suspended {
            return Poll::Ready(());
        }
        self.suspended = true;
        Poll::Pending
    }
}

/// Polls `future` once.
pub fn poll_once<F: Future>(future: Pin<&mut F>) -> Poll<F::Output> {
    future.poll(&mut Context::from_waker(Waker::noop()))
}

/// Polls `future` until it is ready; returns its output and the number of polls.
pub fn drive<F: Future>(mut future: Pin<&mut F>) -> (F::Output, u32) {
    let mut polls = 0;
    loop {
        polls += 1;
        if let Poll::Ready(output) = poll_once(future.as_mut()) {
            return (output, polls);
        }
    }
}

/// Says when it is dropped.
pub struct Noisy(pub &'static str);

impl Drop for Noisy {
    fn drop(&mut self) {
        hprintln!("drop {}", self.0);
    }
}
