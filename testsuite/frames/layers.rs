//! Ten layers of a function that awaits its argument.
#![no_std]

mod common;

use core::future::Future;

use common::suspend;

async fn use_future<F: Future<Output = u8>>(future: F) -> u8 {
    future.await
}

async fn bytes() -> u8 {
    let mut bytes = [0_u8; 8192];
    core::hint::black_box(&mut bytes);
    suspend().await;
    bytes[4000]
}

pub fn ten_layers() -> impl Future<Output = u8> {
    let three = use_future(use_future(use_future(bytes())));
    let six = use_future(use_future(use_future(three)));
    use_future(use_future(use_future(use_future(six))))
}
