//! Results of every way of return: in one register, in pairs, in memory, of no size, and never.
#![no_std]
#![no_main]

use core::num::NonZeroU32;
use core::pin::pin;

use board::hprintln;
use cortex_m_rt::entry;
use lowering::{drive, poll_once, suspend};

#[derive(Clone, Debug, PartialEq)]
struct Large {
    head: u8,
    words: [u32; 24],
    tail: u64,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Shape {
    Point,
    Circle(u32),
    Rectangle { width: u16, height: u64 },
}

async fn unit() {
    suspend().await;
}

async fn byte(n: u8) -> u8 {
    suspend().await;
    n.wrapping_mul(5)
}

async fn word(n: u32) -> u32 {
    suspend().await;
    n.rotate_left(7)
}

async fn double_word(n: u64) -> u64 {
    suspend().await;
    n.wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

async fn quad_word(n: u128) -> u128 {
    suspend().await;
    n << 65 | n
}

async fn pair(n: u32) -> (u32, u8) {
    suspend().await;
    (n, n as u8)
}

async fn slice(text: &str) -> &str {
    suspend().await;
    &text[2..5]
}

async fn niche(n: u32) -> Option<NonZeroU32> {
    suspend().await;
    NonZeroU32::new(n)
}

async fn shape(n: u32) -> Shape {
    suspend().await;
    match n {
        0 => Shape::Point,
        1 => Shape::Circle(n),
        _ => Shape::Rectangle { width: n as u16, height: u64::from(n) << 33 },
    }
}

async fn large(n: u32) -> Large {
    let mut words = [0; 24];
    for (index, word) in (0..).zip(&mut words) {
        *word = n + index;
    }
    suspend().await;
    Large { head: n as u8, words, tail: u64::from(n) << 40 }
}

async fn large_or_error(n: u32) -> Result<Large, [u16; 5]> {
    let value = large(n).await;
    if n.is_multiple_of(2) { Ok(value) } else { Err([n as u16; 5]) }
}

/// Large results of several futures alive at the same time.
async fn sum_of_larges() -> u64 {
    let first = large(1).await;
    let second = large(100).await;
    suspend().await;
    let all = first.words.iter().chain(&second.words);
    all.map(|word| u64::from(*word)).sum::<u64>() + first.tail + u64::from(second.head)
}

async fn never() -> ! {
    loop {
        suspend().await;
    }
}

async fn without_await(n: u32) -> u32 {
    n + 1
}

#[entry]
fn main() -> ! {
    assert_eq!(drive(pin!(unit())), ((), 2));
    assert_eq!(drive(pin!(byte(77))), (129, 2));
    assert_eq!(drive(pin!(word(0x8000_0001))), (0xc0, 2));
    assert_eq!(drive(pin!(without_await(41))), (42, 1));
    let (double, _) = drive(pin!(double_word(3)));
    let (quad, _) = drive(pin!(quad_word(5)));
    hprintln!("{:#x} {:#x}", double, quad);
    assert_eq!(drive(pin!(pair(300))).0, (300, 44));
    assert_eq!(drive(pin!(slice("coroutine"))).0, "rou");
    assert_eq!(drive(pin!(niche(0))).0, None);
    assert_eq!(drive(pin!(niche(9))).0.map(NonZeroU32::get), Some(9));
    for n in 0..3 {
        hprintln!("{:?}", drive(pin!(shape(n))).0);
    }
    hprintln!("{:?}", drive(pin!(large(1000))).0);
    hprintln!("{:?}", drive(pin!(large_or_error(7))).0);
    let (even, polls) = drive(pin!(large_or_error(8)));
    assert_eq!((even.map(|large| large.words[23]), polls), (Ok(31), 2));
    let (sum, polls) = drive(pin!(sum_of_larges()));
    hprintln!("sum {} after {} polls", sum, polls);
    let mut endless = pin!(never());
    for _ in 0..50 {
        assert!(poll_once(endless.as_mut()).is_pending());
    }
    hprintln!("never is pending still");
    board::succeed()
}
