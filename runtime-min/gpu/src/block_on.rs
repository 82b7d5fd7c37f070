//! Polling one future to its end.

use core::future::Future;
use core::pin::pin;
use core::task::{Context, Poll, Waker};

use crate::pause;

/// The first pause between two polls, in nanoseconds.
const FIRST: u32 = 32;

/// The longest pause, in nanoseconds.
const LONGEST: u32 = 128;

/// Polls a future that waits for other threads until it is ready. Nothing wakes it: after each poll it pauses,
/// at first for some 32 ns, then twice as long each time, up to 128 ns. It does not know when there was progress, so
/// longer pauses would stay.
pub fn block_on<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    let mut context = Context::from_waker(Waker::noop());
    let mut nanoseconds = FIRST;
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut context) {
            return output;
        }
        pause(nanoseconds);
        nanoseconds = LONGEST.min(2 * nanoseconds);
    }
}

/// Polls a future until it is ready, without a pause: for futures that wait for nothing but the thread's own
/// loads, as with [`in_flight`](crate::in_flight()).
pub fn spin_on<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    let mut context = Context::from_waker(Waker::noop());
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut context) {
            return output;
        }
    }
}
