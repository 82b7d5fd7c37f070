// A value with a destructor across a suspension: dropped at the end, or early.
// lowered: 1
// begins: 2

#![no_std]

mod common;

use common::{Guard, suspend};

async fn subject(n: u32) {
    let _guard = Guard(n);
    suspend().await;
}

pub fn drive(context: &mut core::task::Context<'_>, n: u32) -> bool {
    common::poll(subject(n), context).is_ready()
}
