//! Walks from word to word: where one goes on is not known before a word is loaded. Four at a time.

use runtime_gpu::{join_all, spin_on, yield_now};

use crate::common::Words;
use crate::workflow::{STEPS, start};

/// The word that a walk comes to after a word.
fn next(at: u32, word: u32) -> u32 {
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

/// Four walks that suspend while their loads are in flight.
pub fn chase(words: Words, thread: u32) -> u32 {
    let walks = [0, 1, 2, 3].map(|number| walk(words, start(4 * thread + number)));
    spin_on(join_all(walks)).into_iter().fold(0, |all, at| all ^ at)
}

/// Four walks in step.
pub fn chase_by_hand(words: Words, thread: u32) -> u32 {
    let [mut a, mut b, mut c, mut d] = [0, 1, 2, 3].map(|number| start(4 * thread + number));
    for _ in 0..STEPS {
        let (word_a, word_b, word_c, word_d) =
            (words.get(a), words.get(b), words.get(c), words.get(d));
        a = next(a, word_a);
        b = next(b, word_b);
        c = next(c, word_c);
        d = next(d, word_d);
    }
    a ^ b ^ c ^ d
}

/// One walk after the other.
pub fn chase_plain(words: Words, thread: u32) -> u32 {
    (0..4).fold(0, |all, number| {
        let mut at = start(4 * thread + number);
        for _ in 0..STEPS {
            at = next(at, words.get(at));
        }
        all ^ at
    })
}
