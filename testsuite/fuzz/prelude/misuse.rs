//! What must not be used as it is; debug assertions have the compiler check that nobody does.

use core::hint::black_box;

static WORDS: [u32; 2] = [0x0101_0101; 2];

/// Not aligned, in memory that may be read.
#[inline(never)]
pub fn misaligned() -> *const u32 {
    black_box((&raw const WORDS).cast::<u8>().wrapping_add(1).cast())
}

/// Points to nothing.
#[inline(never)]
pub fn null() -> *const u32 {
    black_box(core::ptr::null())
}

/// The number of no variant of `Tiny`.
#[inline(never)]
pub fn no_variant() -> u8 {
    black_box(200)
}

/// An index behind the end of an array of one item.
#[inline(never)]
pub fn behind() -> usize {
    black_box(1)
}
