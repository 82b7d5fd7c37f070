//! AArch64: QEMU's virt.

use core::arch::global_asm;

#[path = "semihosted.rs"]
mod semihosted;
#[path = "single_thread.rs"]
mod single_thread;

pub use semihosted::output;
pub(crate) use semihosted::succeed;

// Floats are switched off after a reset. Every exception is a fault.
global_asm!(
    ".global start",
    "start:",
    "mov x0, #(3 << 20)",
    "msr cpacr_el1, x0",
    "adr x0, vectors",
    "msr vbar_el1, x0",
    "isb",
    "adrp x0, stack_start",
    "add sp, x0, :lo12:stack_start",
    "mov x0, #0",
    "mov x1, #0",
    "bl main",
    ".balign 2048",
    "vectors:",
    ".rept 16",
    ".balign 128",
    "mrs x0, elr_el1",
    "b {fault}",
    ".endr",
    fault = sym fault,
);

extern "C" fn fault(address: usize) -> ! {
    semihosted::fault(address)
}
