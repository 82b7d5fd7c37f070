//! What the kernels share.

use core::future::{Future, poll_fn};
use core::pin::pin;
use core::task::{Context, Poll, Waker};

/// The input of a kernel.
#[derive(Clone, Copy)]
pub struct Words {
    start: *const u32,
    count: u32,
}

impl Words {
    /// # Safety
    /// There are `count` words at `start`, and nobody writes to them.
    pub unsafe fn new(start: *const u32, count: u32) -> Self {
        Words { start, count }
    }

    /// The word at `index`, which wraps around.
    pub fn get(self, index: u32) -> u32 {
        // SAFETY: the promise of `new`.
        unsafe { self.start.add((index % self.count) as usize).read() }
    }
}

/// Polls a future until it is ready. Nothing wakes it, and nothing has to.
pub fn block_on<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    let mut context = Context::from_waker(Waker::noop());
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut context) {
            return output;
        }
    }
}

/// Suspends once.
pub fn yield_now() -> impl Future<Output = ()> {
    let mut yielded = false;
    poll_fn(move |_| {
        if yielded {
            return Poll::Ready(());
        }
        yielded = true;
        Poll::Pending
    })
}
