//! The first of two searches to end, by futures-util's `select_biased!`: that is `select!` without random
//! numbers, which there are none of without std.

use core::pin::pin;

use futures_util::{FutureExt, select_biased};
use runtime_gpu::spin_on;

use crate::common::Words;
use crate::select::search;
use crate::workflow::start;

async fn first(words: Words, start: u32) -> u32 {
    let mut one = pin!(search(words, start).fuse());
    let mut other = pin!(search(words, !start).fuse());
    select_biased! {
        word = one => word,
        word = other => word.wrapping_add(1),
    }
}

pub fn select_futures(words: Words, thread: u32) -> u32 {
    spin_on(first(words, start(thread)))
}
