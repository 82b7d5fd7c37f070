//! Critical sections, as the rest of the crate enters them.

use critical_section::CriticalSection;

/// Runs `f` with interrupts masked.
///
/// Where it ends is where an interrupt that was held up comes, so the tests put one there.
#[inline(always)]
pub(crate) fn with<R>(f: impl FnOnce(CriticalSection<'_>) -> R) -> R {
    #[cfg(not(all(test, loom)))]
    let result = critical_section::with(f);
    #[cfg(all(test, loom))]
    let result = crate::testing::model::masked(f);
    preemption_point();
    result
}

/// A place between two accesses to shared memory, where the explorer lets other tasks run.  Loom
/// does so by itself.
#[inline(always)]
pub(crate) fn preemption_point() {
    #[cfg(all(test, not(loom)))]
    crate::testing::explorer::preempt();
}
