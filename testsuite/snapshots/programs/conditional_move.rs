// A value that is moved out on one path only.
// lowered: 1
// begins: 2

#![no_std]

mod common;

use common::{Guard, suspend};

async fn subject(n: u32) {
    let guard = Guard(n);
    if n > 5 {
        drop(guard);
    }
    suspend().await;
}

pub fn drive(context: &mut core::task::Context<'_>, n: u32) -> bool {
    common::poll(subject(n), context).is_ready()
}
