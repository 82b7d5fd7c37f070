//! Async functions of a trait, which a generic async function awaits.

use runtime_gpu::{spin_on, yield_now};

use crate::common::Words;

trait Source {
    async fn next(&mut self) -> u32;
}

struct Scattered {
    words: Words,
    at: u32,
}

impl Source for Scattered {
    async fn next(&mut self) -> u32 {
        let word = self.words.get(self.at);
        yield_now().await;
        self.at = self.at.wrapping_mul(2_654_435_761).wrapping_add(word);
        word
    }
}

async fn sum(source: &mut impl Source, count: u32) -> u32 {
    let mut sum = 0u32;
    for _ in 0..count {
        sum = sum.wrapping_add(source.next().await);
    }
    sum
}

pub fn traits(words: Words, thread: u32) -> u32 {
    spin_on(sum(&mut Scattered { words, at: thread }, 16))
}
