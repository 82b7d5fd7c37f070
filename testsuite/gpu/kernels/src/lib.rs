//! Kernels that run coroutines on a GPU, one file each. Each computes one word for each thread from words
//! of input; [`plain`] has what some of them compute, without futures.
#![no_std]
#![feature(abi_ptx, gen_blocks, stdarch_nvptx)]

mod blocks;
mod chain;
mod common;
mod generator;
mod join_embassy;
mod join_futures;
mod loads_in_flight;
mod plain;
mod select;
mod simple;
mod traits;
mod workflow;

use core::arch::nvptx;
use core::panic::PanicInfo;

use common::Words;

/// Makes an entry point of each function, which takes the input and the number of a thread.
macro_rules! kernels {
    ($($module:ident::$name:ident)*) => { $(
        /// Writes a word for each of `threads` threads.
        ///
        /// # Safety
        /// `input` has `count` words, which nobody writes to, and `output` as many as there are threads.
        #[unsafe(no_mangle)]
        pub unsafe extern "ptx-kernel" fn $name(
            input: *const u32,
            count: u32,
            output: *mut u32,
            threads: u32,
        ) {
            let thread = thread();
            if thread < threads {
                // SAFETY: the caller's promise.
                let words = unsafe { Words::new(input, count) };
                let word = $module::$name(words, thread);
                // SAFETY: the caller's promise; each thread has a word of its own.
                unsafe { output.add(thread as usize).write(word) }
            }
        }
    )* };
}

kernels! {
    simple::simple
    chain::chain
    blocks::blocks
    traits::traits
    generator::generator
    workflow::workflow
    select::select
    join_embassy::join_4_embassy
    join_embassy::join_8_embassy
    join_futures::join_4_futures
    loads_in_flight::loads_in_flight
    plain::plain_workflow
    plain::plain_loads
}

/// The number of this thread in the whole grid.
fn thread() -> u32 {
    // SAFETY: they read registers.
    unsafe { nvptx::_block_idx_x() * nvptx::_block_dim_x() + nvptx::_thread_idx_x() }
}

#[panic_handler]
fn panic(_info: &PanicInfo<'_>) -> ! {
    // SAFETY: it ends the grid.
    unsafe { nvptx::trap() }
}
