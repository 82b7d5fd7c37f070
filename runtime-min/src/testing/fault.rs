//! Mistakes that tests make on purpose, to show that they would be found.

use std::cell::Cell;

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
}

thread_local! {
    static MADE: Cell<Option<Fault>> = const { Cell::new(None) };
}

/// Whether this mistake is to be made on this thread.
pub(crate) fn is(fault: Fault) -> bool {
    MADE.get() == Some(fault)
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
