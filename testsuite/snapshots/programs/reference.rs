// A captured reference, written through before and after a suspension.
// lowered: 1
// begins: 2

#![no_std]

mod common;

use common::suspend;

async fn subject(place: &mut u32) {
    *place += 1;
    suspend().await;
    *place += 2;
}

pub fn drive(context: &mut core::task::Context<'_>, mut n: u32) -> bool {
    common::poll(subject(&mut n), context).is_ready()
}
