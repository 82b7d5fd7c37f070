//! Async blocks with captures, one of which is awaited.

use runtime_gpu::{spin_on, yield_now};

use crate::common::Words;

async fn blocks_of(words: Words, thread: u32) -> u32 {
    let word = words.get(thread);
    let even = async {
        yield_now().await;
        words.get(word) / 2
    };
    let odd = async move {
        let next = words.get(word.wrapping_add(1));
        yield_now().await;
        next.wrapping_mul(3).wrapping_add(1)
    };
    if word.is_multiple_of(2) { even.await } else { odd.await }
}

pub fn blocks(words: Words, thread: u32) -> u32 {
    spin_on(blocks_of(words, thread))
}
