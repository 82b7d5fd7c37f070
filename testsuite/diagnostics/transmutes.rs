//! A transmute compares sizes, and an array's length is a number, also where futures are involved.
//@ errors: 4
//@ message: source type: `{async fn body of number()}` (_ bits)

use std::mem::{MaybeUninit, transmute};

async fn other() {}

async fn number(n: u32) -> u32 {
    other().await;
    n
}

fn bytes<F: Future>(future: F) -> [u8; 1000] {
    unsafe { transmute(future) }
}

fn main() {
    let small: [u8; 999] = unsafe { transmute(number(1)) };
    let wrapped: [u8; 999] = unsafe { transmute(MaybeUninit::new(number(1))) };
    let optional: [u8; 999] = unsafe { transmute(Some(number(1))) };
    drop((small, wrapped, optional, bytes(number(1))));
}
