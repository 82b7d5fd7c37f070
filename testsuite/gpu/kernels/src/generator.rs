//! A `gen` block.

use crate::common::Words;

gen fn collatz(mut number: u32) -> u32 {
    while number > 1 {
        yield number;
        number = if number.is_multiple_of(2) { number / 2 } else { number.wrapping_mul(3) + 1 };
    }
}

pub fn generator(words: Words, thread: u32) -> u32 {
    collatz(words.get(thread) % 1024).fold(0, u32::wrapping_add)
}
