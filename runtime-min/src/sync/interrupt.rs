//! Interrupts that a task handles.

use core::fmt;
use core::future::poll_fn;
use core::task::Poll;

use super::atomic_waker::AtomicWaker;
use crate::primitive::{AtomicU32, Ordering, const_unless_loom};
#[cfg(test)]
use crate::testing::fault::{self, Fault};

/// An interrupt that a task handles.
///
/// ```ignore
/// static UART: Interrupt = Interrupt::new();
///
/// #[interrupt]
/// fn UART0() {
///     clear_the_device();
///     UART.notify();
/// }
///
/// async fn receive() {
///     loop {
///         UART.wait().await;
///         drain_the_fifo();
///     }
/// }
/// ```
///
/// One task at a time should wait. In a task of an `InterruptExecutor`, what follows the `await`
/// runs as soon as the handler returns, at the executor's priority.
pub struct Interrupt {
    /// The interrupts since the last wait, modulo 2^32.
    count: AtomicU32,
    waker: AtomicWaker,
}

impl Interrupt {
    const_unless_loom! {
        /// An interrupt that has not occurred yet.
        pub const fn new() -> Self {
            Interrupt { count: AtomicU32::new(0), waker: AtomicWaker::new() }
        }
    }

    /// Reports that the interrupt has occurred. Call it from the handler.
    pub fn notify(&self) {
        self.count.fetch_add(1, Ordering::Release);
        self.waker.wake();
    }

    /// Waits until the interrupt has occurred, and returns how often since the last wait.
    ///
    /// Cancel safe: dropping the future loses no interrupt.
    pub async fn wait(&self) -> u32 {
        poll_fn(|context| {
            // A task that is polled because of the interrupt need not register.
            if let Some(count) = self.take() {
                return Poll::Ready(count);
            }
            #[cfg(test)]
            if fault::is(Fault::RegisteredTooLate) {
                crate::critical::preemption_point();
                self.waker.register(context.waker());
                return Poll::Pending;
            }
            // Registers before the second check, so that no interrupt slips in between.
            self.waker.register(context.waker());
            self.take().map_or(Poll::Pending, Poll::Ready)
        })
        .await
    }

    fn take(&self) -> Option<u32> {
        let order = Ordering::Acquire;
        #[cfg(test)]
        let order = fault::relaxed_if(Fault::CountedWithoutAcquire, order);
        match self.count.swap(0, order) {
            0 => None,
            count => Some(count),
        }
    }
}

impl Default for Interrupt {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for Interrupt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Interrupt").finish_non_exhaustive()
    }
}
