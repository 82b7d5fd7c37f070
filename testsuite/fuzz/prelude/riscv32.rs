//! QEMU's virt board, RISC-V of 32 bits.

use core::arch::{asm, global_asm};

#[path = "semihosting.rs"]
mod semihosting;

pub use semihosting::{exit, write};

// QEMU loads the program into memory that it zeroes, and starts at its first address.
global_asm!(
    ".section .start, \"ax\"",
    "la sp, stack_end",
    "la t0, fault",
    "csrw mtvec, t0",
    "call main",
    ".balign 4",
    ".global fault",
    "fault: call {stop}",
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
    // SAFETY: the caller's promise; no operation used here writes to memory. QEMU knows the call by
    // these three instructions in one page.
    unsafe {
        asm!(
            ".balign 16",
            ".option push",
            ".option norvc",
            "slli x0, x0, 0x1f",
            "ebreak",
            "srai x0, x0, 7",
            ".option pop",
            inout("a0") operation => result,
            in("a1") argument,
            options(nostack)
        );
    }
    result
}
