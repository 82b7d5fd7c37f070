// A buffer that is lent out before and after a suspension.
// lowered: 1
// begins: 2

#![no_std]

mod common;

use common::suspend;

async fn subject(n: u8) -> u8 {
    let mut buffer = [n; 16];
    core::hint::black_box(&mut buffer);
    suspend().await;
    buffer[3]
}

pub fn drive(context: &mut core::task::Context<'_>, n: u32) -> bool {
    common::poll(subject(n as u8), context).is_ready()
}
