//! Four walks at a time, each of which suspends between issuing a load and using what it loads.

use embassy_futures::join::join4;

use crate::common::{Words, block_on, yield_now};
use crate::workflow::{STEPS, start};

/// The word that a walk comes to after a word, which is not known before that is loaded.
pub fn next(at: u32, word: u32) -> u32 {
    (at ^ word).wrapping_mul(2_654_435_761)
}

async fn walk(words: Words, mut at: u32) -> u32 {
    for _ in 0..STEPS {
        let word = words.get(at);
        yield_now().await;
        at = next(at, word);
    }
    at
}

async fn four(words: Words, first: u32) -> u32 {
    let [a, b, c, d] = [0, 1, 2, 3].map(|number| walk(words, start(first + number)));
    let (a, b, c, d) = join4(a, b, c, d).await;
    a ^ b ^ c ^ d
}

pub fn loads_in_flight(words: Words, thread: u32) -> u32 {
    block_on(four(words, 4 * thread))
}
