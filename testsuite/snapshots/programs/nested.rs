// A coroutine that awaits another one twice.
// lowered: 2
// begins: 3

#![no_std]

mod common;

use common::suspend;

async fn leaf(x: u32) -> u32 {
    suspend().await;
    x.wrapping_mul(3)
}

async fn subject(x: u32) -> u32 {
    let first = leaf(x).await;
    let second = leaf(first).await;
    first ^ second
}

pub fn drive(context: &mut core::task::Context<'_>, n: u32) -> bool {
    common::poll(subject(n), context).is_ready()
}
