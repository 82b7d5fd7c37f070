//! Memory that the threads of a block share.

use core::arch::{asm, global_asm, nvptx};
use core::ptr;

use crate::Zeroed;

// As much as the launch says.
global_asm!(".extern .shared .align 16 .b8 runtime_gpu_shared[];");

/// The block's shared memory, of which the launch has to ask for at least as much as `T` has; it is zero at
/// first.
///
/// # Safety
/// Each thread of the block calls it once, at the same place of the kernel, with the same `T`; nothing else uses
/// the launch's (dynamic) shared memory.
pub unsafe fn shared_memory<T: Zeroed + Sync>() -> &'static T {
    const {
        assert!(align_of::<T>() <= 16, "shared memory is aligned to 16 bytes");
        assert!(size_of::<T>().is_multiple_of(4), "it is cleared by words");
    }
    let (start, size): (*mut u32, u32);
    // SAFETY: it reads a register and makes an address.
    unsafe {
        asm!(
            "mov.u64 {start}, runtime_gpu_shared;",
            "cvta.shared.u64 {start}, {start};",
            "mov.u32 {size}, %dynamic_smem_size;",
            start = out(reg64) start,
            size = out(reg32) size,
        );
    }
    if (size as usize) < size_of::<T>() {
        // SAFETY: it ends the grid.
        unsafe { nvptx::trap() }
    }
    // SAFETY: they read registers.
    let (thread, threads) = unsafe { (nvptx::_thread_idx_x(), nvptx::_block_dim_x()) };
    for word in (thread as usize..size_of::<T>() / 4).step_by(threads as usize) {
        // SAFETY: it is in this memory, which nobody reads before all threads have met.
        unsafe { ptr::write_volatile(start.add(word), 0) }
    }
    // SAFETY: the caller promises that all threads come here. Zero is a value of `T`.
    unsafe {
        nvptx::_syncthreads();
        &*start.cast::<T>()
    }
}
