// A local with a greater alignment than the future's other parts.
// lowered: 1
// begins: 2

#![no_std]

mod common;

use common::suspend;

#[repr(align(32))]
struct Line([u8; 32]);

async fn subject(n: u8) -> u8 {
    let line = Line([n; 32]);
    core::hint::black_box(&line);
    suspend().await;
    line.0[7]
}

pub fn drive(context: &mut core::task::Context<'_>, n: u32) -> bool {
    common::poll(subject(n as u8), context).is_ready()
}
