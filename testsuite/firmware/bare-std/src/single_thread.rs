//! The allocator's critical sections, where there is one thread and no interrupt.

use critical_section::{Impl, RawRestoreState, set_impl};

struct SingleThread;

set_impl!(SingleThread);

// SAFETY: nothing can come between.
unsafe impl Impl for SingleThread {
    unsafe fn acquire() -> RawRestoreState {}

    unsafe fn release(_state: RawRestoreState) {}
}
