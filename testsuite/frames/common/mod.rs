//! What the programs of this folder await.
#![allow(dead_code)]

use core::future::Future;
use core::pin::Pin;
use core::task::{Context, Poll};

include!("../../common/suspend.rs");

pub fn suspend() -> Suspend {
    Suspend(false)
}

/// Holds a KiB while it waits.
pub async fn kilobyte() -> u8 {
    let mut bytes = [0_u8; 1024];
    core::hint::black_box(&mut bytes);
    suspend().await;
    bytes[7]
}
