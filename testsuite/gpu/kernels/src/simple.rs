//! One async function that suspends once.

use crate::common::{Words, block_on, yield_now};

async fn doubled(word: u32) -> u32 {
    yield_now().await;
    word.wrapping_mul(2)
}

pub fn simple(words: Words, thread: u32) -> u32 {
    block_on(doubled(words.get(thread)))
}
