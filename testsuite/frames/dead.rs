//! What is dead at the await.
#![no_std]

mod common;

use core::hint::black_box;

use common::{kilobyte, suspend};

/// In a scope that ends before the await.
pub async fn scoped() -> u32 {
    let sum = {
        let bytes = [1_u8; 4096];
        black_box(&bytes);
        bytes.iter().map(|byte| u32::from(*byte)).sum()
    };
    suspend().await;
    sum
}

/// Used for the last time before the await, in a scope that is still open there.
pub async fn last_use() -> u32 {
    let bytes = [1_u8; 4096];
    let sum = bytes.iter().map(|byte| u32::from(*byte)).sum();
    suspend().await;
    sum
}

/// Dropped by hand before the await.
pub async fn dropped() -> u32 {
    let bytes = Noisy([1_u8; 512]);
    let sum = bytes.0.iter().map(|byte| u32::from(*byte)).sum();
    drop(bytes);
    suspend().await;
    sum
}

/// Moved away before the await on one of two ways.
pub async fn moved_sometimes(away: bool) -> u32 {
    let bytes = Noisy([1_u8; 512]);
    if away {
        drop(bytes);
    }
    suspend().await;
    1
}

/// One large value after the other.
pub async fn one_after_the_other() -> u8 {
    let first = [1_u8; 2048];
    suspend().await;
    let mut last = first[100];
    let second = [last; 2048];
    suspend().await;
    last = second[100];
    let third = [last; 2048];
    suspend().await;
    third[100]
}

/// A future that is made and never awaited.
pub async fn not_awaited() -> u8 {
    let _forgotten = kilobyte();
    suspend().await;
    1
}

/// A future that is made, kept over an await, and awaited then.
pub async fn awaited_later() -> u8 {
    let later = kilobyte();
    suspend().await;
    later.await
}

/// A field that is used after its struct's other fields.
pub async fn one_field() -> u8 {
    let pair = ([1_u8; 1000], 7_u8);
    black_box(pair.0[3]);
    suspend().await;
    pair.1
}

/// Never suspends.
pub async fn ready() -> u8 {
    7
}

/// Awaits what never suspends.
pub async fn across_ready(first: u8) -> u8 {
    let mut bytes = [first; 64];
    black_box(&mut bytes);
    ready().await ^ bytes[3]
}

/// Two names of one value.
pub async fn copies(bytes: [u8; 128]) -> u8 {
    let twin = bytes;
    suspend().await;
    bytes[1] ^ twin[2]
}

struct Noisy([u8; 512]);

impl Drop for Noisy {
    fn drop(&mut self) {
        black_box(self.0[0]);
    }
}
