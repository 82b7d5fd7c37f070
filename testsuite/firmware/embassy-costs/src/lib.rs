//! What embassy costs, by counterparts of the programs of package `runtime`.
#![no_std]

use embassy_executor::raw::TaskStorage;
// Not used by name: that it is a dependency chooses its timer queue.
use embassy_time_queue_utils as _;

/// A reference for ever to what lies on the stack of a function that does not return.
///
/// embassy's macro `main` has its executor there too, so that it takes no static memory.
///
/// # Safety
/// The function in which `value` lies does not return.
pub unsafe fn forever<T>(value: &mut T) -> &'static mut T {
    // SAFETY: the caller says that the memory is never used for something else.
    unsafe { &mut *core::ptr::from_mut(value) }
}

/// What embassy's pools have for one task whose future the async function `_make` returns, in bytes.
pub const fn size_of_task<M, F>(_make: &M) -> usize
where
    M: Fn() -> F,
    F: Future + 'static,
{
    size_of::<TaskStorage<F>>()
}
