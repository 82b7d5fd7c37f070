// One suspension, and a value that lives across it.
// lowered: 1
// begins: 2

#![no_std]

mod common;

use common::suspend;

async fn subject(x: u32) -> u32 {
    suspend().await;
    x + 1
}

pub fn drive(context: &mut core::task::Context<'_>, n: u32) -> bool {
    common::poll(subject(n), context).is_ready()
}
