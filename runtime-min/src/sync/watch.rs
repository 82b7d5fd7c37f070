//! A value that many tasks follow.

use core::cell::Cell;
use core::fmt;
use core::pin::Pin;
use core::task::{Context, Poll};

use critical_section::Mutex;

use super::wait_list::{WaitList, Waiter};
use crate::critical;
use crate::primitive::const_unless_loom;
#[cfg(test)]
use crate::testing::fault::{self, Fault};

/// The latest value of something, for any number of tasks that follow it.
///
/// Every receiver sees the latest value and skips older ones that it has not asked for. A critical
/// section copies the value, so keep `T` small.
pub struct Watch<T> {
    state: Mutex<Current<T>>,
}

struct Current<T> {
    value: Cell<Option<T>>,
    /// The number of values so far, modulo 2^32.
    version: Cell<u32>,
    waiters: WaitList,
}

impl<T: Copy> Watch<T> {
    const_unless_loom! {
        /// A watch without a value.
        pub const fn new() -> Self {
            Watch {
                state: Mutex::new(Current {
                    value: Cell::new(None),
                    version: Cell::new(0),
                    waiters: WaitList::new(),
                }),
            }
        }
    }

    /// Sets the value, and wakes the waiting receivers in the order of arrival.
    ///
    /// Safe to call from an interrupt handler of any priority that critical sections mask. The
    /// receivers are counted in one critical section and woken outside it.
    pub fn send(&self, value: T) {
        let waiting = critical::with(|cs| {
            let state = self.state.borrow(cs);
            state.value.set(Some(value));
            state.version.set(state.version.get().wrapping_add(1));
            state.waiters.len(cs)
        });
        #[cfg(test)]
        let waiting = if fault::is(Fault::OneIsWoken) { waiting.min(1) } else { waiting };
        // A receiver that starts to wait meanwhile has seen this value, and queues behind those
        // counted.
        for _ in 0..waiting {
            let waker = critical::with(|cs| self.state.borrow(cs).waiters.grant_first(cs));
            if let Some(waker) = waker {
                waker.wake();
            }
        }
    }

    /// The latest value, if there is one.
    pub fn get(&self) -> Option<T> {
        critical::with(|cs| self.state.borrow(cs).value.get())
    }

    /// Follows the value, starting with the current one, if any.
    pub fn receiver(&self) -> Receiver<'_, T> {
        Receiver { watch: self, seen: 0 }
    }
}

impl<T: Copy> Default for Watch<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T> fmt::Debug for Watch<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Watch").finish_non_exhaustive()
    }
}

/// Follows a [`Watch`].
pub struct Receiver<'a, T> {
    watch: &'a Watch<T>,
    /// The last version it has seen.
    seen: u32,
}

impl<T: Copy> Receiver<'_, T> {
    /// Waits for a value that this receiver has not seen. (Values are counted modulo 2^32: a
    /// receiver that misses exactly that many sees no new one.)
    ///
    /// Cancel safe: dropping the future does not consume the value.
    pub fn changed(&mut self) -> impl Future<Output = T> {
        Changed { watch: self.watch, seen: &mut self.seen, waiter: Waiter::new() }
    }
}

impl<T> fmt::Debug for Receiver<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Receiver").finish_non_exhaustive()
    }
}

/// The future that [`Receiver::changed`] returns.
struct Changed<'a, T> {
    watch: &'a Watch<T>,
    seen: &'a mut u32,
    waiter: Waiter,
}

impl<T: Copy> Future for Changed<'_, T> {
    type Output = T;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<T> {
        // SAFETY: nothing below moves `waiter`, which is used as pinned; `seen` is not pinned.
        let this = unsafe { self.get_unchecked_mut() };
        // SAFETY: the waiter is pinned with the future.
        let waiter = unsafe { Pin::new_unchecked(&this.waiter) };
        let state = &this.watch.state;
        let (poll, displaced) = critical::with(|cs| {
            let state = state.borrow(cs);
            let version = state.version.get();
            match state.value.get() {
                Some(value) if version != *this.seen => {
                    *this.seen = version;
                    (Poll::Ready(value), None)
                }
                _ => (Poll::Pending, state.waiters.wait(cs, waiter, context.waker())),
            }
        });
        drop(displaced);
        poll
    }
}

impl<T> Drop for Changed<'_, T> {
    fn drop(&mut self) {
        // The waker is dropped outside the critical section.
        drop(critical::with(|cs| self.watch.state.borrow(cs).waiters.leave(cs, &self.waiter)));
    }
}
