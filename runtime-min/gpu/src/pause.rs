//! Waiting for other threads.

/// Leaves the processor to other threads for about so many nanoseconds, twice as long at most (PTX's
/// `nanosleep`). On the host it leaves it to another thread.
pub fn pause(nanoseconds: u32) {
    #[cfg(target_arch = "nvptx64")]
    // SAFETY: it changes nothing.
    unsafe {
        core::arch::asm!("nanosleep.u32 {};", in(reg32) nanoseconds)
    }
    #[cfg(not(target_arch = "nvptx64"))]
    {
        let _ = nanoseconds;
        #[cfg(not(all(test, loom)))]
        std::thread::yield_now();
        #[cfg(all(test, loom))]
        loom::thread::yield_now();
    }
}
