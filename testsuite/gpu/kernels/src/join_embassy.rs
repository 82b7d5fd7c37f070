//! Four and eight workflows at a time, by embassy-futures.

use embassy_futures::join::{join, join4};
use runtime_gpu::spin_on;

use crate::common::Words;
use crate::workflow::{start, steps};

async fn four(words: Words, first: u32) -> u32 {
    let [a, b, c, d] = [0, 1, 2, 3].map(|number| steps(words, start(first + number)));
    let (a, b, c, d) = join4(a, b, c, d).await;
    a ^ b ^ c ^ d
}

async fn eight(words: Words, first: u32) -> u32 {
    let (a, b) = join(four(words, first), four(words, first + 4)).await;
    a ^ b
}

pub fn join_4_embassy(words: Words, thread: u32) -> u32 {
    spin_on(four(words, 4 * thread))
}

pub fn join_8_embassy(words: Words, thread: u32) -> u32 {
    spin_on(eight(words, 8 * thread))
}
