// Results of every size and kind of return: none, in registers, as pairs, through a pointer.
// lowered: 15
// begins: 30

mod common;

use common::{drive, pause, poll};
use std::fmt::Debug;
use std::num::NonZeroU32;
use std::pin::pin;

async fn unit() {
    pause().await;
}

async fn byte() -> u8 {
    pause().await;
    200
}

async fn nonzero() -> NonZeroU32 {
    pause().await;
    NonZeroU32::MAX
}

async fn boolean(value: bool) -> Option<bool> {
    pause().await;
    value.then_some(value)
}

async fn pair() -> (u8, u64) {
    pause().await;
    (1, u64::MAX)
}

async fn float() -> f64 {
    pause().await;
    0.25
}

async fn wide() -> u128 {
    pause().await;
    u128::MAX / 3
}

async fn slice(text: &str) -> &str {
    pause().await;
    &text[1..]
}

async fn array(seed: u64) -> [u64; 16] {
    let mut array = [seed; 16];
    pause().await;
    array[15] = seed + 1;
    array
}

async fn kilobyte(seed: u8) -> [u8; 1024] {
    pause().await;
    let mut bytes = [seed; 1024];
    for (n, byte) in bytes.iter_mut().enumerate() {
        *byte = byte.wrapping_add(n as u8);
    }
    bytes
}

async fn string(n: usize) -> String {
    pause().await;
    "ab".repeat(n)
}

#[derive(Debug)]
enum Error {
    Empty,
    TooLong { length: usize },
}

async fn result(n: usize) -> Result<Vec<u32>, Error> {
    pause().await;
    match n {
        0 => Err(Error::Empty),
        1..5 => Ok((0..n as u32).collect()),
        length => Err(Error::TooLong { length }),
    }
}

async fn nested(n: usize) -> Option<Result<(u8, String), [u16; 3]>> {
    let text = string(n).await;
    match n {
        0 => None,
        1 => Some(Err([1, 2, 3])),
        _ => Some(Ok((byte().await, text))),
    }
}

/// The result is written in parts, with suspensions in between.
async fn in_parts() -> ([u64; 16], String) {
    let first = array(5).await;
    let text = string(2).await;
    (first, text)
}

/// Ready at the first poll.
async fn at_once(seed: u8) -> [u8; 100] {
    [seed; 100]
}

fn check<T: Debug>(future: impl Future<Output = T>) {
    println!("{:?}", drive(future));
}

fn main() {
    check(unit());
    check(byte());
    check(nonzero());
    check(boolean(true));
    check(boolean(false));
    check(pair());
    check(float());
    check(wide());
    check(slice("text"));
    check(array(9));
    let bytes = drive(kilobyte(250));
    println!("{} {:?}", bytes.iter().map(|&byte| u32::from(byte)).sum::<u32>(), &bytes[..9]);
    check(string(3));
    for n in [0, 3, 7] {
        check(result(n));
    }
    for n in 0..3 {
        check(nested(n));
    }
    check(in_parts());
    // The whole `Poll`, pending and ready.
    let mut future = pin!(at_once(3));
    assert_eq!(poll(future.as_mut()).map(|bytes| bytes[99]), std::task::Poll::Ready(3));
    let mut future = pin!(result(2));
    println!("{:?}", poll(future.as_mut()));
    println!("{:?}", poll(future.as_mut()));
}
