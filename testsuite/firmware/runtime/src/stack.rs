//! How deep the stack has been.
//!
//! The stack begins at the end of the memory, and there is nothing between it and the statics.

use core::ptr;

use cortex_m::register::msp;

const PAINT: u32 = 0x5aa5_c33c;
/// How many bytes below the stack's beginning are painted.
const PAINTED: usize = 16 * 1024;
/// What the functions below may need themselves, in bytes.
const MARGIN: usize = 256;

unsafe extern "C" {
    /// Where the linker script says that the stack begins.
    static mut _stack_start: u32;
}

/// Paints the stack below what is used now.
pub fn paint() {
    let mut word = (&raw mut _stack_start).wrapping_byte_sub(PAINTED);
    while word.addr() < msp::read() as usize - MARGIN {
        // SAFETY: it is memory (every board has more), nobody uses it, and no interrupt that comes
        // now expects to find anything there.
        unsafe { ptr::write_volatile(word, PAINT) }
        word = word.wrapping_add(1);
    }
}

/// How many bytes of stack have been used since it was painted.
pub fn depth() -> usize {
    let start = &raw const _stack_start;
    let mut word = start.wrapping_byte_sub(PAINTED);
    // SAFETY: it is memory; a word of the stack in use is read, not interpreted.
    while word < start && unsafe { ptr::read_volatile(word) } == PAINT {
        word = word.wrapping_add(1);
    }
    let depth = start.addr() - word.addr();
    assert!(depth < PAINTED, "the stack is deeper than the paint");
    depth
}
