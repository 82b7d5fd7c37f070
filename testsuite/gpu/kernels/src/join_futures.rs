//! Four workflows at a time, by futures-util's `join!`.

use futures_util::join;
use runtime_gpu::spin_on;

use crate::common::Words;
use crate::workflow::{start, steps};

async fn four(words: Words, first: u32) -> u32 {
    let at = |number| steps(words, start(first + number));
    let (a, b, c, d) = join!(at(0), at(1), at(2), at(3));
    a ^ b ^ c ^ d
}

pub fn join_4_futures(words: Words, thread: u32) -> u32 {
    spin_on(four(words, 4 * thread))
}
