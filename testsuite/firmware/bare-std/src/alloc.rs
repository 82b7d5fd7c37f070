//! The heap: what std calls the system's allocator, and the one of programs that bring none.

use core::mem::MaybeUninit;

use embedded_alloc::LlffHeap;

pub use alloc_crate::alloc::*;

/// The heap's size in bytes: the board with a Cortex-M0, which has no compare-and-swap, has little
/// memory.
const SIZE: usize = if cfg!(target_has_atomic = "ptr") { 1 << 20 } else { 8 << 10 };

static HEAP: LlffHeap = LlffHeap::empty();

/// Gives the heap its memory, once.
pub(crate) fn init() {
    static mut MEMORY: MaybeUninit<[u64; SIZE / 8]> = MaybeUninit::uninit();
    // SAFETY: the memory is the heap's alone.
    unsafe { HEAP.init((&raw mut MEMORY).addr(), SIZE) }
}

/// The allocator without a program's own.
#[derive(Clone, Copy, Debug, Default)]
pub struct System;

// SAFETY: the heap does it all.
unsafe impl GlobalAlloc for System {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // SAFETY: the caller's promises are the heap's.
        unsafe { HEAP.alloc(layout) }
    }

    unsafe fn dealloc(&self, start: *mut u8, layout: Layout) {
        // What is used after its end shall not look well.
        // SAFETY: the caller gives back the memory, which has this layout.
        unsafe {
            start.write_bytes(0xd7, layout.size());
            HEAP.dealloc(start, layout);
        }
    }
}

/// What the compiler calls in a program without a `#[global_allocator]`; as in std.
mod default {
    use super::{GlobalAlloc, Layout, System};

    /// # Safety
    /// As for [`Layout::from_size_align_unchecked`].
    unsafe fn layout(size: usize, align: usize) -> Layout {
        // SAFETY: the caller's promise.
        unsafe { Layout::from_size_align_unchecked(size, align) }
    }

    #[rustc_std_internal_symbol]
    unsafe extern "C" fn __rdl_alloc(size: usize, align: usize) -> *mut u8 {
        // SAFETY: the caller is alloc, whose promises are those of `GlobalAlloc`; so below.
        unsafe { System.alloc(layout(size, align)) }
    }

    #[rustc_std_internal_symbol]
    unsafe extern "C" fn __rdl_dealloc(start: *mut u8, size: usize, align: usize) {
        // SAFETY: see above.
        unsafe { System.dealloc(start, layout(size, align)) }
    }

    #[rustc_std_internal_symbol]
    unsafe extern "C" fn __rdl_realloc(
        start: *mut u8,
        old_size: usize,
        align: usize,
        new_size: usize,
    ) -> *mut u8 {
        // SAFETY: see above.
        unsafe { System.realloc(start, layout(old_size, align), new_size) }
    }

    #[rustc_std_internal_symbol]
    unsafe extern "C" fn __rdl_alloc_zeroed(size: usize, align: usize) -> *mut u8 {
        // SAFETY: see above.
        unsafe { System.alloc_zeroed(layout(size, align)) }
    }
}
