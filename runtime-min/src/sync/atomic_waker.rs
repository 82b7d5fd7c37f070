//! A place for one waker.

use core::cell::Cell;
use core::fmt;
use core::task::Waker;

use critical_section::Mutex;

use crate::critical;

/// The waker of the task that waits for something, for those who write futures of their own.
///
/// Register first, then look whether what is waited for has happened: whoever makes it happen then
/// calls [`wake`](Self::wake), and no wake is lost.
pub struct AtomicWaker {
    waker: Mutex<Cell<Option<Waker>>>,
}

impl AtomicWaker {
    /// Without a waker.
    pub const fn new() -> Self {
        AtomicWaker { waker: Mutex::new(Cell::new(None)) }
    }

    /// The next wake is for `waker`.  A task that was registered before, and is another one, is woken:
    /// its place is taken.
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

    /// Wakes the task that is registered, if there is one, and forgets it.
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
