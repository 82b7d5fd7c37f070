// Async generators are pending between their items.
//@ run-pass
//@ lowered: 2
//@ stdout: Pending
//@ stdout: Ready(Some(1))
//@ stdout: Pending
//@ stdout: Ready(Some(2))
//@ stdout:   drop local
//@ stdout: Ready(None)
//@ stdout: Ready(None)
//@ stdout: Pending
//@ stdout: Ready(Some(7))
//@ stdout:   drop local
//@ stdout: Pending
//@ stdout: Ready(Some(1))
//@ stdout: Pending
//@ stdout: Ready(Some(2))
//@ opt-levels: 0 3
#![feature(gen_blocks, async_iterator)]
#[path = "../../run/common/mod.rs"]
mod common;

use common::{Noisy, pause};
use std::async_iter::AsyncIterator;
use std::pin::{Pin, pin};
use std::task::{Context, Waker};

fn next<I: AsyncIterator<Item: std::fmt::Debug>>(iterator: Pin<&mut I>) {
    println!("{:?}", iterator.poll_next(&mut Context::from_waker(Waker::noop())));
}

async gen fn numbers(from: u32) -> u32 {
    let _local = Noisy("local");
    for number in from..from + 2 {
        pause().await;
        yield number;
    }
}

fn main() {
    let mut all = pin!(numbers(1));
    for _ in 0..6 {
        next(all.as_mut());
    }
    {
        let mut dropped = pin!(numbers(7));
        next(dropped.as_mut());
        next(dropped.as_mut());
    }
    let mut block = pin!(async gen {
        let mut sum = 0;
        loop {
            pause().await;
            sum += 1;
            yield sum;
        }
    });
    for _ in 0..4 {
        next(block.as_mut());
    }
}
