// Arguments that a callee gets by their address, as its own, and changes there, after the coroutine was suspended with
// them: whatever else they are copies of stays as it was.
// lowered: 9
// begins: 17

mod common;

use common::{drive, drop_everywhere, pause};
use std::hint::black_box;

/// Copied, and too large for registers.
#[derive(Clone, Copy, Debug)]
struct Words([u64; 6]);

impl Words {
    /// Spends what it was called on.
    #[inline(never)]
    fn spent(mut self, by: u64) -> u64 {
        spend(&mut self, by)
    }
}

#[inline(never)]
fn spend(words: &mut Words, by: u64) -> u64 {
    let sum = words.0.iter().sum::<u64>() + by;
    black_box(words).0.fill(0xdead);
    sum
}

#[inline(never)]
fn by_value(mut words: Words, by: u64) -> u64 {
    spend(&mut words, by)
}

#[inline(never)]
fn in_a_tuple(mut words: (Words, u8), by: u64) -> u64 {
    spend(&mut words.0, by) + u64::from(words.1)
}

async fn number(number: u64) -> u64 {
    pause().await;
    number
}

async fn argument(words: Words) -> (u64, Words) {
    let sum = by_value(words, number(1).await);
    pause().await;
    (sum, words)
}

async fn twice(words: Words) -> u64 {
    by_value(words, number(1).await) + by_value(words, number(2).await) + words.0[5]
}

async fn receiver(words: Words) -> (u64, Words) {
    let other = words;
    let sum = words.spent(number(3).await) + other.spent(number(4).await);
    (sum, if black_box(true) { words } else { other })
}

async fn field(pair: (Words, u8)) -> (u64, (Words, u8)) {
    let sum = by_value(pair.0, number(5).await) + in_a_tuple(pair, number(6).await);
    (sum, pair)
}

async fn closure(words: Words) -> (u64, Words) {
    let call = |mut words: Words, by: u64| spend(&mut words, by);
    let sum = call(words, number(7).await) + black_box(call)(words, number(8).await);
    (sum, words)
}

async fn pointer(words: Words) -> (u64, Words) {
    let call: fn(Words, u64) -> u64 = black_box(by_value);
    let sum = call(words, number(9).await);
    (sum, words)
}

/// The inner one's argument may be where the outer one's is, if neither changes.
async fn passed_down(words: Words) -> (u64, Words, u64) {
    let (sum, inner) = argument(words).await;
    (sum, inner, words.0[0])
}

async fn in_a_loop(words: Words) -> u64 {
    let mut sum = 0;
    for turn in 0..3 {
        sum = sum * 1000 + by_value(words, number(turn).await);
    }
    sum
}

fn main() {
    let words = Words([1, 2, 3, 4, 5, 6]);
    println!("{:?}", drive(argument(words)));
    println!("{:?}", drive(twice(words)));
    println!("{:?}", drive(receiver(words)));
    println!("{:?}", drive(field((words, 7))));
    println!("{:?}", drive(closure(words)));
    println!("{:?}", drive(pointer(words)));
    println!("{:?}", drive(passed_down(words)));
    println!("{:?}", drive(in_a_loop(words)));
    drop_everywhere("argument", || argument(words));
}
