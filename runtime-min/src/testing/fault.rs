//! Mistakes that tests make on purpose, to show that they would be found.

use std::cell::Cell;
use std::sync::atomic::Ordering;

/// One mistake.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// A permit that comes back while somebody waits is only counted.
    ReleaseWakesNobody,
    /// A future that was granted a permit and is dropped keeps it.
    CancelledKeepsItsGrant,
    /// The list of those who wait is served from its end.
    LastComeFirstServed,
    /// A watch wakes one of those who wait, not all.
    OneIsWoken,
    /// An interrupt's task registers after it has looked.
    RegisteredTooLate,
    /// The executor marks a task as idle after it has polled it, not before.
    IdleAfterThePoll,
    /// What marks a task as idle does not stand before the poll for other contexts.
    IdleWithoutFence,
    /// A thread sleeps without another look at its run queue, or at the count of wakes.
    SleepsWithoutLooking,
    /// The run queue is taken with a relaxed order.
    TakenWithoutAcquire,
    /// A task is put into the run queue without a release of what is in it.
    PushedWithoutRelease,
    /// The memory of a task that has ended is taken with a relaxed order.
    ReusedWithoutAcquire,
    /// The number of interrupts is taken with a relaxed order.
    CountedWithoutAcquire,
    /// The number of wakes is read with a relaxed order.
    WakesSeenWithoutAcquire,
}

thread_local! {
    static MADE: Cell<Option<Fault>> = const { Cell::new(None) };
}

/// Whether this mistake is to be made on this thread.
pub(crate) fn is(fault: Fault) -> bool {
    MADE.get() == Some(fault)
}

/// The order for an atomic access: `order`, or a relaxed one if that is the mistake to make.
pub(crate) fn relaxed_if(fault: Fault, order: Ordering) -> Ordering {
    if is(fault) { Ordering::Relaxed } else { order }
}

/// Makes the mistake on this thread while `f` runs.
pub(crate) fn with<R>(fault: Fault, f: impl FnOnce() -> R) -> R {
    struct Reset;
    impl Drop for Reset {
        fn drop(&mut self) {
            MADE.set(None);
        }
    }
    let _reset = Reset;
    MADE.set(Some(fault));
    f()
}
