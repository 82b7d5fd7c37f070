//! Critical sections as the rest of the crate enters them.

use critical_section::CriticalSection;

/// Runs `f` with interrupts masked.
///
/// A pending interrupt runs where the section ends, so the tests put a preemption point there.
#[inline(always)]
pub(crate) fn with<R>(f: impl FnOnce(CriticalSection<'_>) -> R) -> R {
    #[cfg(not(all(test, loom)))]
    let result = critical_section::with(f);
    #[cfg(all(test, loom))]
    let result = crate::testing::model::masked(f);
    preemption_point();
    result
}

/// A point between two accesses to shared memory, where the explorer lets other tasks run. Loom
/// finds such points by itself.
#[inline(always)]
pub(crate) fn preemption_point() {
    #[cfg(all(test, not(loom)))]
    crate::testing::explorer::preempt();
}
