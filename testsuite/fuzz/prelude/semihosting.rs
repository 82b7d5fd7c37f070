//! Output and the program's end by semihosting, for processors of 32 bits.

use super::call;

const SYS_OPEN: usize = 0x01;
const SYS_WRITE: usize = 0x05;
const SYS_EXIT: usize = 0x18;
const APPLICATION_EXIT: usize = 0x2_0026;
const INTERNAL_ERROR: usize = 0x2_0024;

/// Writes to QEMU's standard output.
pub fn write(bytes: &[u8]) {
    static mut OUTPUT: Option<usize> = None;
    const NAME: &[u8] = b":tt\0";
    const FOR_WRITING: usize = 4;
    let open = || call_with(SYS_OPEN, [NAME.as_ptr().addr(), FOR_WRITING, 3]);
    // SAFETY: there is one thread, and nobody keeps the reference.
    let output = *unsafe { &mut *(&raw mut OUTPUT) }.get_or_insert_with(open);
    call_with(SYS_WRITE, [output, bytes.as_ptr().addr(), bytes.len()]);
}

/// Ends the program with status 0 or 1.
pub fn exit(success: bool) -> ! {
    let reason = if success { APPLICATION_EXIT } else { INTERNAL_ERROR };
    loop {
        // SAFETY: the operation takes a reason.
        unsafe { call(SYS_EXIT, reason) };
    }
}

fn call_with(operation: usize, arguments: [usize; 3]) -> usize {
    // SAFETY: the operations used here read what their argument points to, and write nothing.
    unsafe { call(operation, (&raw const arguments).addr()) }
}
