//! The future that the project began with: 64 KiB in four nested combinators.
#![no_std]

mod common;

use core::future::Future;

use common::suspend;

async fn combine<F: Future<Output = u8>>(inner: F) -> u8 {
    suspend().await;
    inner.await
}

pub fn blob(bytes: [u8; 65536]) -> impl Future<Output = u8> {
    combine(combine(combine(combine(async move {
        suspend().await;
        bytes[5]
    }))))
}
