//! Steps whose order depends on what is loaded; each load is a suspension.

use runtime_gpu::{spin_on, yield_now};

use crate::common::Words;

/// How many steps a workflow has.
pub const STEPS: u32 = 64;

/// The first word of a thread's workflow.
pub fn start(thread: u32) -> u32 {
    thread.wrapping_mul(40_503)
}

async fn load(words: Words, index: u32) -> u32 {
    yield_now().await;
    words.get(index)
}

/// The workflow that begins with the word `at`.
pub async fn steps(words: Words, mut at: u32) -> u32 {
    let mut sum = 0u32;
    for step in 0..STEPS {
        let word = load(words, at).await;
        if word.is_multiple_of(2) {
            let other = load(words, word ^ step).await;
            sum = sum.wrapping_add(other);
            at = other;
        } else {
            sum ^= word;
            at = word.wrapping_mul(2_654_435_761);
        }
    }
    sum
}

pub fn workflow(words: Words, thread: u32) -> u32 {
    spin_on(steps(words, start(thread)))
}

pub fn workflow_plain(words: Words, thread: u32) -> u32 {
    workflow_plain_from(words, start(thread))
}

/// The workflow that begins with the word `at`, without futures.
pub fn workflow_plain_from(words: Words, mut at: u32) -> u32 {
    let mut sum = 0u32;
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
