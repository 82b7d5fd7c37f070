//! A slot for one waker.

use core::cell::Cell;
use core::fmt;
use core::task::Waker;

use critical_section::Mutex;

use crate::critical;

/// The waker of the task that waits for something, for custom futures.
///
/// Register first, then check whether the event has happened. Whoever makes it happen calls
/// [`wake`](Self::wake) afterwards, so no wake is lost.
pub struct AtomicWaker {
    waker: Mutex<Cell<Option<Waker>>>,
}

impl AtomicWaker {
    /// Makes one without a waker.
    pub const fn new() -> Self {
        AtomicWaker { waker: Mutex::new(Cell::new(None)) }
    }

    /// Makes the next wake wake `waker`. Wakes a different task that was registered before, because
    /// it loses its slot.
    pub fn register(&self, waker: &Waker) {
        let displaced = critical::with(|cs| {
            let place = self.waker.borrow(cs);
            match place.take() {
                Some(same) if same.will_wake(waker) => {
                    place.set(Some(same));
                    None
                }
                other => {
                    place.set(Some(waker.clone()));
                    other
                }
            }
        });
        if let Some(waker) = displaced {
            waker.wake();
        }
    }

    /// Wakes and forgets the registered task, if there is one.
    ///
    /// Safe to call from an interrupt handler of any priority that critical sections mask.
    pub fn wake(&self) {
        if let Some(waker) = critical::with(|cs| self.waker.borrow(cs).take()) {
            waker.wake();
        }
    }
}

impl Default for AtomicWaker {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for AtomicWaker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AtomicWaker").finish_non_exhaustive()
    }
}
