//! Critical sections, as the rest of the crate enters them.

use critical_section::CriticalSection;

/// Runs `f` with interrupts masked.
///
/// Where it ends is where an interrupt that was held up comes, so the tests put one there.
#[inline(always)]
pub(crate) fn with<R>(f: impl FnOnce(CriticalSection<'_>) -> R) -> R {
    let result = critical_section::with(f);
    preemption_point();
    result
}

/// A place between two accesses to shared memory, where tests let other tasks run.
#[inline(always)]
pub(crate) fn preemption_point() {
    #[cfg(test)]
    crate::testing::explorer::preempt();
}
