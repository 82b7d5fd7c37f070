//! The first of two workflows to end, by embassy-futures.

use embassy_futures::select::{Either, select as first};
use runtime_gpu::{spin_on, yield_now};

use crate::common::Words;
use crate::workflow::start;

/// A walk to a word that 16 divides.
pub async fn search(words: Words, mut at: u32) -> u32 {
    for _ in 0..64 {
        let word = words.get(at);
        yield_now().await;
        if word.is_multiple_of(16) {
            return word;
        }
        at = word.wrapping_mul(2_654_435_761);
    }
    at
}

pub fn select(words: Words, thread: u32) -> u32 {
    let start = start(thread);
    match spin_on(first(search(words, start), search(words, !start))) {
        Either::First(word) => word,
        Either::Second(word) => word.wrapping_add(1),
    }
}
