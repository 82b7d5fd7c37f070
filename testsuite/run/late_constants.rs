// Constants that are assigned before a suspension and used behind it: on one path or several, in loops, in part,
// by reference, after a branch that has used them already.
// lowered: 13
// begins: 27

mod common;

use common::{drive, drop_everywhere, pause};
use std::future::Future;

fn sum(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0, |sum, byte| sum * 3 % 10_007 + u32::from(*byte))
}

async fn one_use() -> u32 {
    let bytes = [3_u8; 40];
    pause().await;
    pause().await;
    sum(&bytes)
}

async fn changed_later(seed: u8) -> u32 {
    let mut bytes = [1_u8; 40];
    pause().await;
    bytes[3] = seed;
    pause().await;
    bytes[4] = seed;
    sum(&bytes)
}

async fn changed_between(seed: u8) -> u32 {
    let mut bytes = [1_u8; 40];
    pause().await;
    if seed > 3 {
        bytes[3] = seed;
    }
    pause().await;
    bytes[4] += seed;
    pause().await;
    sum(&bytes)
}

async fn in_a_loop(turns: u8) -> u32 {
    let mut bytes = [2_u8; 40];
    let mut all = 0;
    for turn in 0..turns {
        pause().await;
        bytes[usize::from(turn)] += turn;
        all += sum(&bytes);
    }
    all
}

async fn anew_in_a_loop(turns: u8) -> u32 {
    let mut all = 0;
    for turn in 0..turns {
        let mut bytes = [2_u8; 40];
        pause().await;
        bytes[usize::from(turn)] += turn;
        pause().await;
        all += sum(&bytes);
    }
    all
}

async fn on_two_paths(condition: bool) -> u32 {
    let mut bytes = [4_u8; 40];
    pause().await;
    if condition {
        bytes[1] = 9;
        pause().await;
        sum(&bytes)
    } else {
        pause().await;
        bytes[2] = 8;
        sum(&bytes) + 1
    }
}

async fn after_a_branch(condition: bool) -> u32 {
    let mut bytes = [5_u8; 40];
    if condition {
        bytes[7] = 1;
    }
    pause().await;
    bytes[8] += 1;
    sum(&bytes)
}

async fn never_used(condition: bool) -> u32 {
    let bytes = [6_u8; 40];
    pause().await;
    if condition {
        return 0;
    }
    pause().await;
    sum(&bytes)
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Shape {
    Nothing,
    Named(&'static str, [u16; 12]),
}

const NAMED: Shape = Shape::Named("named", [7; 12]);

async fn enums(condition: bool) -> String {
    let mut shape = Shape::Nothing;
    let named = NAMED;
    let pair = (Shape::Nothing, 5_u8);
    pause().await;
    if condition {
        shape = named;
        pause().await;
    }
    format!("{shape:?} {pair:?}")
}

struct Packet {
    bytes: [u8; 40],
    kind: u8,
}

async fn kind(of: u8) -> u8 {
    pause().await;
    of + 1
}

async fn in_a_struct(of: u8) -> u32 {
    let packet = Packet { bytes: [0; 40], kind: kind(of).await };
    let mut next = Packet { kind: kind(packet.kind).await, bytes: [1; 40] };
    pause().await;
    next.bytes[0] = packet.bytes[1] + 1;
    sum(&packet.bytes) + sum(&next.bytes) + u32::from(next.kind)
}

async fn generic<T: Copy + Into<u32>, const N: usize>(value: T) -> u32 {
    let mut bytes = [9_u8; N];
    let nothing: [Option<u32>; N] = [None; N];
    pause().await;
    bytes[0] = value.into() as u8;
    pause().await;
    sum(&bytes) + nothing.iter().flatten().count() as u32
}

fn two_loops() -> impl Future<Output = u32> {
    async {
        let mut all = 0;
        let bytes = [8_u8; 40];
        loop {
            pause().await;
            all += 1;
            if all == 3 {
                break;
            }
        }
        while all < 100 {
            pause().await;
            all += sum(&bytes);
        }
        all
    }
}

fn main() {
    println!("{}", drive(one_use()));
    println!("{}", drive(in_a_loop(5)));
    println!("{}", drive(anew_in_a_loop(5)));
    println!("{}", drive(two_loops()));
    println!("{}", drive(in_a_struct(3)));
    println!("{}", drive(generic::<u8, 3>(4)));
    println!("{}", drive(generic::<u16, 30>(4)));
    for seed in [2, 5] {
        println!("{}", drive(changed_later(seed)));
        println!("{}", drive(changed_between(seed)));
    }
    for condition in [false, true] {
        println!("{}", drive(on_two_paths(condition)));
        println!("{}", drive(after_a_branch(condition)));
        println!("{}", drive(never_used(condition)));
        println!("{}", drive(enums(condition)));
        drop_everywhere("enums", || enums(condition));
    }
}
