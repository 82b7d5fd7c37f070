// A coroutine that never returns.
// lowered: 1
// begins: 2

#![no_std]

mod common;

use common::suspend;

async fn subject(mut n: u32) -> ! {
    loop {
        n = n.wrapping_add(1);
        core::hint::black_box(n);
        suspend().await;
    }
}

pub fn drive(context: &mut core::task::Context<'_>, n: u32) -> bool {
    common::poll(subject(n), context).is_ready()
}
