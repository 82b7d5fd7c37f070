// Large buffers: dead before a suspension, alive across one, in branches and lent to others.
// lowered: 5
// begins: 9

mod common;

use common::{drive, pause};
use std::hint::black_box;

async fn dead_before() -> usize {
    let sum = {
        let buffer = black_box([3_u8; 4096]);
        buffer.iter().map(|&byte| usize::from(byte)).sum::<usize>()
    };
    pause().await;
    sum
}

async fn alive_across(seed: u8) -> u32 {
    let mut buffer = [seed; 4096];
    black_box(&mut buffer);
    pause().await;
    buffer[4095] = 1;
    pause().await;
    buffer.iter().map(|&byte| u32::from(byte)).sum()
}

async fn in_branches(left: bool) -> u64 {
    if left {
        let mut words = [1_u64; 300];
        for word in words.iter_mut().step_by(7) {
            *word = 2;
            pause().await;
        }
        words.iter().sum()
    } else {
        let halves = black_box([7_u16; 900]);
        pause().await;
        halves.iter().map(|&half| u64::from(half)).sum()
    }
}

async fn fill(buffer: &mut [u8], value: u8) -> usize {
    for chunk in buffer.chunks_mut(200) {
        chunk.fill(value);
        pause().await;
    }
    buffer.len()
}

async fn lends() -> usize {
    let mut first = [0_u8; 1000];
    let filled = fill(&mut first, 5).await;
    let total = first.iter().map(|&byte| usize::from(byte)).sum::<usize>();
    let mut second = vec![0; 500];
    filled + total + fill(&mut second, 6).await + usize::from(second[499])
}

fn main() {
    println!("{}", drive(dead_before()));
    println!("{}", drive(alive_across(2)));
    println!("{}", drive(in_branches(true)));
    println!("{}", drive(in_branches(false)));
    println!("{}", drive(lends()));
}
