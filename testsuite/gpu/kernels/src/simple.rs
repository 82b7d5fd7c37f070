//! One async function that suspends once.

use runtime_gpu::{spin_on, yield_now};

use crate::common::Words;

async fn doubled(word: u32) -> u32 {
    yield_now().await;
    word.wrapping_mul(2)
}

pub fn simple(words: Words, thread: u32) -> u32 {
    spin_on(doubled(words.get(thread)))
}
