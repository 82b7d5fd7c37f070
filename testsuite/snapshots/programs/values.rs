// Values that live across one of two suspensions each, so that they can share their place.
// lowered: 1
// begins: 2

#![no_std]

mod common;

use common::suspend;

async fn subject(a: u64, b: u64) -> u64 {
    let sum = a.wrapping_add(b);
    suspend().await;
    let product = sum.wrapping_mul(3);
    suspend().await;
    product ^ 1
}

pub fn drive(context: &mut core::task::Context<'_>, n: u32) -> bool {
    common::poll(subject(u64::from(n), 2), context).is_ready()
}
