//! How kernels are entered: on a GPU by all threads at a time, on the host for one thread by a call.

/// Makes an entry point of each function. Those of single threads take the input and the number of a thread;
/// those of blocks take the input, a [`Place`], and what the threads of the block share.
#[cfg(target_arch = "nvptx64")]
macro_rules! kernels {
    (threads { $($thread_module:ident::$thread_name:ident)* }
     blocks { $($module:ident::$name:ident)* }) => { $(
        /// Writes the output of each of `threads` threads.
        ///
        /// # Safety
        /// `input` has `count` words, which nobody writes to, and `output` has room for all threads.
        #[unsafe(no_mangle)]
        pub unsafe extern "ptx-kernel" fn $thread_name(
            input: *const u32,
            count: u32,
            output: *mut u32,
            threads: u32,
        ) {
            let thread = crate::entry::place().thread;
            if thread < threads {
                // SAFETY: the caller's promise.
                let words = unsafe { crate::common::Words::new(input, count) };
                let result = $thread_module::$thread_name(words, thread);
                // SAFETY: the caller's promise; each thread has a place of its own.
                unsafe { crate::entry::put(output, thread, result) }
            }
        }
    )* $(
        /// Writes the output of each thread.
        ///
        /// # Safety
        /// `input` has `count` words, which nobody writes to, and `output` has room for all threads. The launch
        /// asks for as much shared memory as the kernel uses.
        #[unsafe(no_mangle)]
        pub unsafe extern "ptx-kernel" fn $name(
            input: *const u32,
            count: u32,
            output: *mut u32,
            _threads: u32,
        ) {
            let place = crate::entry::place();
            // SAFETY: all threads come here first, and nothing else uses this memory.
            let shared = unsafe { runtime_gpu::shared_memory() };
            // SAFETY: the caller's promise.
            let words = unsafe { crate::common::Words::new(input, count) };
            let result = $module::$name(words, place, shared);
            // SAFETY: the caller's promise; each thread has a place of its own.
            unsafe { crate::entry::put(output, place.thread, result) }
        }
    )* };
}

/// Makes an entry point of each function. Those of single threads take the input and the number of a thread;
/// those of blocks take the input, a [`Place`], and what the threads of the block share.
#[cfg(not(target_arch = "nvptx64"))]
macro_rules! kernels {
    (threads { $($thread_module:ident::$thread_name:ident)* }
     blocks { $($module:ident::$name:ident)* }) => { $(
        /// Writes the output of `thread`.
        ///
        /// # Safety
        /// `input` has `count` words, which nobody writes to, and `output` has room for this thread.
        #[unsafe(no_mangle)]
        pub unsafe extern "C" fn $thread_name(
            input: *const u32,
            count: u32,
            output: *mut u32,
            thread: u32,
            _block: u32,
            _shared: *mut u64,
        ) {
            // SAFETY: the caller's promise.
            let words = unsafe { crate::common::Words::new(input, count) };
            let result = $thread_module::$thread_name(words, thread);
            // SAFETY: the caller's promise.
            unsafe { crate::entry::put(output, thread, result) }
        }
    )* $(
        /// Writes the output of `thread`, while those of the others of its block do so, too.
        ///
        /// # Safety
        /// `input` has `count` words, which nobody writes to, and `output` has room for this thread; `shared`
        /// has as much memory as the kernel uses, which was zero when the block began.
        #[unsafe(no_mangle)]
        pub unsafe extern "C" fn $name(
            input: *const u32,
            count: u32,
            output: *mut u32,
            thread: u32,
            block: u32,
            shared: *mut u64,
        ) {
            let place = crate::entry::Place { thread, in_block: thread % block, block };
            // SAFETY: the caller's promise.
            let (words, shared) =
                unsafe { (crate::common::Words::new(input, count), &*shared.cast()) };
            let result = $module::$name(words, place, shared);
            // SAFETY: the caller's promise.
            unsafe { crate::entry::put(output, thread, result) }
        }
    )* };
}

/// Writes the result of `thread`, which is words.
///
/// # Safety
/// `output` has room for this thread's result and for those before it.
pub unsafe fn put<R>(output: *mut u32, thread: u32, result: R) {
    // SAFETY: the caller's promise.
    unsafe { output.cast::<R>().add(thread as usize).write(result) }
}

/// Where a thread is.
#[derive(Clone, Copy)]
pub struct Place {
    /// Its number in the whole grid.
    pub thread: u32,
    /// Its number in its block.
    pub in_block: u32,
    /// How many threads a block has.
    pub block: u32,
}

/// Where this thread is.
#[cfg(target_arch = "nvptx64")]
pub fn place() -> Place {
    use core::arch::nvptx::{_block_dim_x, _block_idx_x, _thread_idx_x};
    // SAFETY: they read registers.
    let (in_block, block, number) = unsafe { (_thread_idx_x(), _block_dim_x(), _block_idx_x()) };
    Place { thread: number * block + in_block, in_block, block }
}

#[cfg(target_arch = "nvptx64")]
#[panic_handler]
fn panic(_info: &core::panic::PanicInfo<'_>) -> ! {
    // SAFETY: it ends the grid.
    unsafe { core::arch::nvptx::trap() }
}
