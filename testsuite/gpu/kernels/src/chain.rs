//! Async functions that await each other, three deep.

use runtime_gpu::{spin_on, yield_now};

use crate::common::Words;

async fn leaf(word: u32) -> u32 {
    yield_now().await;
    word.wrapping_mul(3)
}

async fn middle(word: u32) -> u32 {
    let first = leaf(word).await;
    let second = leaf(first).await;
    first ^ second
}

async fn top(rounds: u32) -> u32 {
    let mut sum = 0u32;
    for round in 0..rounds {
        sum = sum.wrapping_add(middle(round).await);
    }
    sum
}

pub fn chain(words: Words, thread: u32) -> u32 {
    spin_on(top(words.get(thread) % 64))
}
