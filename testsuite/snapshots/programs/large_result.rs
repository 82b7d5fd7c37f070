// A result that the caller provides the memory for.
// lowered: 1
// begins: 2

#![no_std]

mod common;

use common::suspend;

async fn subject(n: u32) -> [u32; 8] {
    suspend().await;
    [n; 8]
}

pub fn drive(context: &mut core::task::Context<'_>, n: u32) -> bool {
    common::poll(subject(n), context).is_ready()
}
