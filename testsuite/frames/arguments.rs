//! Arguments of async fns: stock rustc keeps them as captures and again as locals.
#![no_std]

mod common;

use core::future::Future;

use common::{kilobyte, suspend};

/// An array that is used after an await.
pub async fn array(bytes: [u8; 8192]) -> u8 {
    suspend().await;
    bytes[9]
}

/// An array that is handed on to what is awaited.
pub async fn array_passed_on(bytes: [u8; 8192]) -> u8 {
    array(bytes).await
}

/// An array that is dead before the first await.
pub async fn array_dead(bytes: [u8; 8192]) -> u8 {
    let first = bytes[0];
    suspend().await;
    first
}

/// A future as an argument, awaited between two others.
pub async fn around<F: Future<Output = u8>>(future: F) -> u8 {
    suspend().await;
    let result = future.await;
    suspend().await;
    result
}

pub fn around_kilobyte() -> impl Future<Output = u8> {
    around(kilobyte())
}

/// The same, the future made by the caller.
pub async fn caller() -> u8 {
    around(kilobyte()).await
}

/// A reference and a small value beside it.
pub async fn borrowed(bytes: &mut [u8; 256], index: usize) -> u8 {
    suspend().await;
    bytes[index] += 1;
    suspend().await;
    bytes[index]
}

/// Owns what `borrowed` borrows.
pub async fn lender() -> u8 {
    let mut bytes = [3_u8; 256];
    let first = borrowed(&mut bytes, 1).await;
    let second = borrowed(&mut bytes, 2).await;
    first ^ second
}
