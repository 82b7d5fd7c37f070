//! A counting semaphore.

use core::fmt;
use core::mem;
use core::pin::Pin;
use core::task::{Context, Poll};

use super::permits::{Limited, Permits, Take};
use crate::primitive::const_unless_loom;

/// Hands out permits, one per request, in the order of the requests.
///
/// A permit that is returned while somebody waits goes directly to the first in the queue, so later
/// requests cannot overtake.
pub struct Semaphore {
    permits: Permits,
    limit: usize,
}

impl Semaphore {
    const_unless_loom! {
        /// A semaphore with this many permits.
        pub const fn new(permits: usize) -> Self {
            Semaphore { permits: Permits::new(), limit: permits }
        }
    }

    /// Waits for a permit, behind those who already wait.
    ///
    /// Cancel safe: dropping the future gives up its place in the queue; a permit that it had
    /// already been given goes to the next. The drop walks the queue in a critical section.
    pub fn acquire(&self) -> Acquire<'_> {
        Acquire { take: Take::new(self) }
    }

    /// Takes a permit if one is free. None is free while somebody waits.
    pub fn try_acquire(&self) -> Option<Permit<'_>> {
        // Not `then_some`: that would make a permit even on failure, and dropping it would return
        // it.
        self.permits.try_take(self.limit).then(|| Permit { semaphore: self })
    }

    /// Adds a permit, which goes to the first in the queue if there is one.
    ///
    /// For permits that were [forgotten](Permit::forget), or to count events. Safe to call from an
    /// interrupt handler of any priority that critical sections mask.
    pub fn release(&self) {
        self.permits.give();
    }

    /// How many permits are free.
    pub fn free_permits(&self) -> usize {
        self.permits.free(self.limit)
    }
}

impl Limited for Semaphore {
    fn permits(&self) -> &Permits {
        &self.permits
    }

    fn limit(&self) -> usize {
        self.limit
    }
}

impl fmt::Debug for Semaphore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Semaphore").finish_non_exhaustive()
    }
}

/// A permit; dropping it returns it.
#[derive(Debug)]
#[must_use = "a permit that is not kept is given back at once"]
pub struct Permit<'a> {
    semaphore: &'a Semaphore,
}

impl Permit<'_> {
    /// Keeps the permit forever, or until somebody calls [`Semaphore::release`] for it.
    pub fn forget(self) {
        mem::forget(self);
    }
}

impl Drop for Permit<'_> {
    fn drop(&mut self) {
        self.semaphore.release();
    }
}

/// The future that [`Semaphore::acquire`] returns.
#[must_use = "futures do nothing unless awaited or polled"]
pub struct Acquire<'a> {
    take: Take<'a, Semaphore>,
}

impl<'a> Future for Acquire<'a> {
    type Output = Permit<'a>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Permit<'a>> {
        let semaphore = self.take.source();
        // SAFETY: `take` is pinned whenever this future is: nothing moves it out.
        let take = unsafe { self.map_unchecked_mut(|acquire| &mut acquire.take) };
        take.poll(context).map(|()| Permit { semaphore })
    }
}

impl fmt::Debug for Acquire<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Acquire").finish_non_exhaustive()
    }
}
