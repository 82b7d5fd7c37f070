// Associated types and constants of parameters decide what lives in the frame.
//@ run-pass
//@ lowered: 1
#[path = "../../run/common/mod.rs"]
mod common;

use common::{drive, pause};
use std::fmt::Debug;
use std::ops::Add;

trait Format {
    type Word: Copy + Default + Debug + PartialEq + Add<Output = Self::Word>;
    const WORDS: usize;

    fn word(index: usize) -> Self::Word;
}

struct Bytes;
struct Longs;

impl Format for Bytes {
    type Word = u8;
    const WORDS: usize = 3;

    fn word(index: usize) -> u8 {
        index as u8 + 1
    }
}

impl Format for Longs {
    type Word = u128;
    const WORDS: usize = 2;

    fn word(index: usize) -> u128 {
        1 << (100 + index)
    }
}

async fn sum<F: Format>() -> F::Word {
    let mut sum = F::Word::default();
    for index in 0..F::WORDS {
        let word = F::word(index);
        pause().await;
        sum = sum + word;
    }
    sum
}

fn main() {
    assert_eq!(drive(sum::<Bytes>()), 6);
    assert_eq!(drive(sum::<Longs>()), 3 << 100);
    assert!(size_of_val(&sum::<Bytes>()) <= size_of_val(&sum::<Longs>()));
}
