//! QEMU's mps2-an386 board, a Cortex-M4.

use core::arch::{asm, global_asm};

#[path = "semihosting.rs"]
mod semihosting;

pub use semihosting::{exit, write};

// QEMU zeroes the memory; only `.data` has to be filled.
global_asm!(
    ".section .vectors, \"a\"",
    ".global VECTORS",
    "VECTORS:",
    ".word stack_end",
    ".word reset",
    ".rept 14",
    ".word fault",
    ".endr",
    ".text",
    ".global reset",
    ".thumb_func",
    "reset:",
    "ldr r0, =data_start",
    "ldr r1, =data_end",
    "ldr r2, =data_source",
    "1: cmp r0, r1",
    "bhs 2f",
    "ldr r3, [r2], #4",
    "str r3, [r0], #4",
    "b 1b",
    "2: bl main",
    ".global fault",
    ".thumb_func",
    "fault: bl {stop}",
    stop = sym stop,
);

extern "C" fn stop() -> ! {
    super::fault()
}

/// Asks QEMU to do something.
///
/// # Safety
/// The argument is what the operation takes.
unsafe fn call(operation: usize, argument: usize) -> usize {
    let result;
    // SAFETY: the caller's promise; no operation used here writes to memory.
    unsafe {
        asm!("bkpt 0xab", inout("r0") operation => result, in("r1") argument, options(nostack));
    }
    result
}
