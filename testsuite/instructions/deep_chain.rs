//! Ten nested async functions, each of which awaits the next one twice, polled 256,001 times.

mod common;

use common::Suspend;
use std::future::Future;
use std::hint::black_box;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

/// 256 suspensions each.
const ROUNDS: u32 = 1000;

async fn one(n: u32) -> u32 {
    Suspend(false).await;
    n.wrapping_mul(3) + 1
}

macro_rules! layers {
    ($($name:ident awaits $inner:ident;)*) => {
        $(
            async fn $name(n: u32) -> u32 {
                let first = $inner(n).await;
                let second = $inner(first).await;
                first ^ second
            }
        )*
    };
}

layers! {
    two awaits one;
    three awaits two;
    four awaits three;
    five awaits four;
    six awaits five;
    seven awaits six;
    eight awaits seven;
    nine awaits eight;
}

async fn ten(rounds: u32) -> u32 {
    let mut sum = 0_u32;
    for round in 0..rounds {
        sum = sum.wrapping_add(nine(round).await);
    }
    sum
}

fn main() {
    let mut future = pin!(ten(black_box(ROUNDS)));
    let mut context = Context::from_waker(Waker::noop());
    let mut polls = 0;
    loop {
        polls += 1;
        if let Poll::Ready(sum) = future.as_mut().poll(&mut context) {
            return println!("{sum} after {polls} polls");
        }
    }
}
