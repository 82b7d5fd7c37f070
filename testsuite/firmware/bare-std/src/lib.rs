//! `std` for programs that run on the board: core and alloc under std's paths, and of the rest what
//! the programs of `testsuite/run` use. They are compiled with this crate in std's place, unchanged.
//!
//! A panic ends the program, as with `-C panic=abort` on the host.
#![no_std]
#![feature(allocator_internals, allow_internal_unstable, core_float_math, format_args_nl)]
#![feature(lang_items, rustc_attrs)]
// As std: a program may bring an allocator of its own.
#![default_lib_allocator]
#![allow(internal_features)]

extern crate alloc as alloc_crate;

pub mod alloc;
#[cfg_attr(target_arch = "aarch64", path = "aarch64.rs")]
#[cfg_attr(target_arch = "arm", path = "cortex_m.rs")]
#[cfg_attr(any(target_arch = "riscv32", target_arch = "riscv64"), path = "riscv.rs")]
#[cfg_attr(target_arch = "wasm32", path = "wasm.rs")]
mod processor;

mod float;
mod macros;
pub mod panic;
pub mod prelude;
mod start;
pub mod thread;

// What has its name in alloc or here is not taken from core.
pub use alloc_crate::{borrow, boxed, collections, fmt, format, rc, slice, str, string, vec};
pub use core::*;

/// Atomics, and counted references if the processor has compare-and-swap. There is one thread, and
/// nothing that locks.
pub mod sync {
    #[cfg(target_has_atomic = "ptr")]
    pub use alloc_crate::sync::*;
    pub use core::sync::*;
}

/// Tasks, and wakers that are counted references if the processor has compare-and-swap.
pub mod task {
    #[cfg(target_has_atomic = "ptr")]
    pub use alloc_crate::task::*;
    pub use core::task::*;
}

#[doc(hidden)]
pub use processor::output as __output;
