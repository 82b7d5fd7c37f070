// No suspension at all.
// lowered: 1
// begins: 2

#![no_std]

mod common;

async fn subject(x: u32) -> u32 {
    x + 1
}

pub fn drive(context: &mut core::task::Context<'_>, n: u32) -> bool {
    common::poll(subject(n), context).is_ready()
}
