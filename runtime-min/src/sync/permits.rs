//! Permits, handed out one by one in the order of asking: what semaphores, locks and channels are
//! built from.
//!
//! Counts permits taken, not permits free; the owner supplies the limit. A free static is all
//! zeros, so it costs no flash.

use core::cell::Cell;
use core::pin::Pin;
use core::task::{Context, Poll, Waker};

use critical_section::Mutex;

use super::wait_list::{State, WaitList, Waiter};
use crate::critical;
use crate::primitive::const_unless_loom;
#[cfg(test)]
use crate::testing::fault::{self, Fault};

/// Something with permits to hand out.
pub(super) trait Limited {
    /// Its count of taken permits.
    fn permits(&self) -> &Permits;

    /// How many permits there are initially.
    fn limit(&self) -> usize;
}

/// How many permits are taken, and who waits for one. None is free while somebody waits.
pub(super) struct Permits {
    state: Mutex<Counted>,
}

struct Counted {
    /// Wraps below zero if more permits were given than taken.
    taken: Cell<usize>,
    waiters: WaitList,
}

impl Permits {
    const_unless_loom! {
        pub(super) const fn new() -> Self {
            let state = Counted { taken: Cell::new(0), waiters: WaitList::new() };
            Permits { state: Mutex::new(state) }
        }
    }

    /// How many of `limit` permits are free.
    pub(super) fn free(&self, limit: usize) -> usize {
        critical::with(|cs| self.state.borrow(cs).free(limit))
    }

    /// Takes a permit if one is free.
    pub(super) fn try_take(&self, limit: usize) -> bool {
        critical::with(|cs| self.state.borrow(cs).try_take(limit))
    }

    /// Gives a permit to the first in the queue, or frees it.
    pub(super) fn give(&self) {
        let waker = critical::with(|cs| {
            let state = self.state.borrow(cs);
            #[cfg(test)]
            if fault::is(Fault::ReleaseWakesNobody) {
                state.taken.set(state.taken.get().wrapping_sub(1));
                return None;
            }
            let waker = state.waiters.grant_first(cs);
            if waker.is_none() {
                state.taken.set(state.taken.get().wrapping_sub(1));
            }
            waker
        });
        if let Some(waker) = waker {
            waker.wake();
        }
    }

    fn poll_take(&self, limit: usize, waiter: Pin<&Waiter>, waker: &Waker) -> Poll<()> {
        let (poll, displaced) = critical::with(|cs| {
            let state = self.state.borrow(cs);
            if waiter.take_grant(cs) || state.try_take(limit) {
                return (Poll::Ready(()), None);
            }
            (Poll::Pending, state.waiters.wait(cs, waiter, waker))
        });
        drop(displaced);
        poll
    }

    /// Ends the waiting; a permit that was granted but not taken goes to the next.
    fn cancel(&self, waiter: &Waiter) {
        let state = critical::with(|cs| self.state.borrow(cs).waiters.leave(cs, waiter));
        // If the state holds a waker, it is dropped outside the critical section.
        if let State::Granted = state {
            #[cfg(test)]
            if fault::is(Fault::CancelledKeepsItsGrant) {
                return;
            }
            self.give();
        }
    }
}

impl Counted {
    fn free(&self, limit: usize) -> usize {
        limit.wrapping_sub(self.taken.get())
    }

    fn try_take(&self, limit: usize) -> bool {
        let free = self.free(limit) != 0;
        if free {
            self.taken.set(self.taken.get().wrapping_add(1));
        }
        free
    }
}

/// Waits for a permit of `S`, behind those who already wait.
///
/// If dropped before it is ready, it has taken no permit, and one that it was granted goes to the
/// next.
#[must_use = "futures do nothing unless awaited or polled"]
pub(super) struct Take<'a, S: Limited> {
    source: &'a S,
    waiter: Waiter,
}

impl<'a, S: Limited> Take<'a, S> {
    pub(super) fn new(source: &'a S) -> Self {
        Take { source, waiter: Waiter::new() }
    }

    pub(super) fn source(&self) -> &'a S {
        self.source
    }
}

impl<S: Limited> Future for Take<'_, S> {
    type Output = ();

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let this = self.into_ref();
        // SAFETY: `waiter` is pinned whenever the future is: nothing moves it out.
        let waiter = unsafe { this.map_unchecked(|take| &take.waiter) };
        this.source.permits().poll_take(this.source.limit(), waiter, context.waker())
    }
}

impl<S: Limited> Drop for Take<'_, S> {
    fn drop(&mut self) {
        self.source.permits().cancel(&self.waiter);
    }
}
