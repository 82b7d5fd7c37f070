//! Mistakes that tests make on purpose, to show that they would be found.

use std::cell::Cell;
use std::sync::atomic::Ordering;

/// One mistake.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// A permit that is returned while somebody waits is only counted.
    ReleaseWakesNobody,
    /// A future that is dropped keeps the permit that it was granted.
    CancelledKeepsItsGrant,
    /// The list of waiters is served from its end.
    LastComeFirstServed,
    /// A watch wakes only one of its waiters.
    OneIsWoken,
    /// An interrupt's task registers after it has checked.
    RegisteredTooLate,
    /// The executor marks a task as idle after polling it, not before.
    IdleAfterThePoll,
    /// Other contexts may see the poll before the mark that makes a task idle.
    IdleWithoutFence,
    /// A thread sleeps without a second look at its run queue or its count of wakes.
    SleepsWithoutLooking,
    /// The run queue is taken with relaxed ordering.
    TakenWithoutAcquire,
    /// A task is put into the run queue without releasing its contents.
    PushedWithoutRelease,
    /// The memory of a finished task is taken with relaxed ordering.
    ReusedWithoutAcquire,
    /// The number of interrupts is taken with relaxed ordering.
    CountedWithoutAcquire,
    /// The number of wakes is read with relaxed ordering.
    WakesSeenWithoutAcquire,
}

thread_local! {
    static MADE: Cell<Option<Fault>> = const { Cell::new(None) };
}

/// Whether this thread is to make this mistake.
pub(crate) fn is(fault: Fault) -> bool {
    MADE.get() == Some(fault)
}

/// The ordering for an atomic access: `order`, or relaxed if that is the mistake to make.
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
