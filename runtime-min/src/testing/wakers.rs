//! A waker that counts, and a sleep for host threads.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::task::{Context, Poll, Wake, Waker};
use std::thread;

use core::pin::Pin;

use crate::sleep::Sleep;

/// Sleeps by giving the other threads of the test a turn.
pub(crate) struct YieldThread;

impl Sleep for YieldThread {
    fn sleep_unless(&mut self, woken: impl Fn() -> bool) {
        while !woken() {
            thread::yield_now();
        }
    }
}

struct Count(AtomicU32);

impl Wake for Count {
    fn wake(self: Arc<Self>) {
        self.0.fetch_add(1, Ordering::SeqCst);
    }
}

/// A waker that counts its wakes.
pub(crate) struct CountingWaker {
    count: Arc<Count>,
    waker: Waker,
}

impl CountingWaker {
    pub(crate) fn new() -> Self {
        let count = Arc::new(Count(AtomicU32::new(0)));
        let waker = Waker::from(count.clone());
        CountingWaker { count, waker }
    }

    /// Polls `future` once with this waker.
    pub(crate) fn poll<F: Future + ?Sized>(&self, future: Pin<&mut F>) -> Poll<F::Output> {
        future.poll(&mut Context::from_waker(&self.waker))
    }

    /// How often the waker or a clone of it was woken.
    pub(crate) fn wakes(&self) -> u32 {
        self.count.0.load(Ordering::SeqCst)
    }

    /// How many clones of the waker are alive.
    pub(crate) fn clones(&self) -> usize {
        Arc::strong_count(&self.count) - 2
    }
}
