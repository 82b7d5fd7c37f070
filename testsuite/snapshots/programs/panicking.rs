// A panic after a suspension, with a destructor on the way out.
// lowered: 1
// begins: 2

#![no_std]

mod common;

use common::{Guard, suspend};

async fn subject(n: u32) -> u32 {
    let _guard = Guard(1);
    suspend().await;
    assert!(n != 7);
    n
}

pub fn drive(context: &mut core::task::Context<'_>, n: u32) -> bool {
    common::poll(subject(n), context).is_ready()
}
