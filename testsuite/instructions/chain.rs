//! Three nested async functions, polled 200,001 times.

mod common;

use common::Suspend;
use std::future::Future;
use std::hint::black_box;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

/// Two suspensions each.
const ROUNDS: u32 = 100_000;

async fn leaf(n: u32) -> u32 {
    Suspend(false).await;
    n.wrapping_mul(3) + 1
}

async fn middle(n: u32) -> u32 {
    let first = leaf(n).await;
    let second = leaf(first).await;
    first ^ second
}

async fn top(rounds: u32) -> u32 {
    let mut sum = 0_u32;
    for round in 0..rounds {
        sum = sum.wrapping_add(middle(round).await);
    }
    sum
}

fn main() {
    let mut future = pin!(top(black_box(ROUNDS)));
    let mut context = Context::from_waker(Waker::noop());
    let mut polls = 0;
    loop {
        polls += 1;
        if let Poll::Ready(sum) = future.as_mut().poll(&mut context) {
            return println!("{sum} after {polls} polls");
        }
    }
}
