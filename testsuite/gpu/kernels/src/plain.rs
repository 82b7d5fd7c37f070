//! What `workflow` and `loads_in_flight` compute, by hand.

use crate::common::Words;
use crate::loads_in_flight::next;
use crate::workflow::{STEPS, start};

pub fn plain_workflow(words: Words, thread: u32) -> u32 {
    let (mut at, mut sum) = (start(thread), 0u32);
    for step in 0..STEPS {
        let word = words.get(at);
        if word.is_multiple_of(2) {
            let other = words.get(word ^ step);
            sum = sum.wrapping_add(other);
            at = other;
        } else {
            sum ^= word;
            at = word.wrapping_mul(2_654_435_761);
        }
    }
    sum
}

/// One walk after the other.
pub fn plain_loads(words: Words, thread: u32) -> u32 {
    (0..4).fold(0, |all, number| {
        let mut at = start(4 * thread + number);
        for _ in 0..STEPS {
            at = next(at, words.get(at));
        }
        all ^ at
    })
}
