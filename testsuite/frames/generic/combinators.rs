//! Async functions that combine futures of any type.
#![no_std]

#[path = "../common/mod.rs"]
mod common;

use core::future::{Future, IntoFuture};
use core::ops::ControlFlow;

use common::{kilobyte, suspend};

async fn then<A: Future, B: Future>(first: A, second: impl FnOnce(A::Output) -> B) -> B::Output {
    second(first.await).await
}

async fn map<F: Future, T>(future: F, change: impl FnOnce(F::Output) -> T) -> T {
    change(future.await)
}

async fn inspect<F: IntoFuture<Output: Clone>>(
    future: F,
    seen: impl FnOnce(F::Output),
) -> F::Output {
    let output = future.into_future().await;
    seen(output.clone());
    output
}

async fn optional<F: Future>(future: Option<F>) -> Option<F::Output> {
    match future {
        Some(future) => Some(future.await),
        None => None,
    }
}

async fn retry<T, E>(times: u8, mut attempt: impl AsyncFnMut(u8) -> Result<T, E>) -> Result<T, E> {
    let mut number = 0;
    loop {
        match attempt(number).await {
            Err(_) if number < times => number += 1,
            result => return result,
        }
        suspend().await;
    }
}

async fn fold<T, A>(
    items: impl IntoIterator<Item = T>,
    mut sum: A,
    mut add: impl AsyncFnMut(A, T) -> ControlFlow<A, A>,
) -> A {
    for item in items {
        match add(sum, item).await {
            ControlFlow::Continue(next) => sum = next,
            ControlFlow::Break(end) => return end,
        }
    }
    sum
}

struct Guard<'a>(&'a mut u32);

impl Drop for Guard<'_> {
    fn drop(&mut self) {
        *self.0 += 1;
    }
}

async fn guarded<F: Future>(count: &mut u32, future: F) -> F::Output {
    let _guard = Guard(count);
    future.await
}

async fn small(x: u16) -> u16 {
    suspend().await;
    x + 1
}

async fn fallible(x: u8) -> Result<u32, u8> {
    let bytes = [x; 24];
    suspend().await;
    if bytes[0] > 3 { Ok(u32::from(bytes[23])) } else { Err(x) }
}

pub async fn thens() -> u16 {
    then(then(small(1), small), |x| map(small(x), |x| x ^ 3)).await
}

pub async fn mapped_kilobyte() -> u32 {
    map(map(kilobyte(), u16::from), u32::from).await
}

pub async fn inspected(seen: &mut u16) -> u16 {
    inspect(inspect(small(4), |x| *seen = x), drop).await
}

pub async fn options(first: bool) -> Option<u8> {
    let kept = optional(first.then(kilobyte)).await;
    optional(kept.is_none().then(kilobyte)).await.or(kept)
}

pub async fn retried() -> Result<u32, u8> {
    retry(5, async |number| fallible(number).await).await
}

pub async fn retried_and_mapped(count: &mut u32) -> Result<u32, u8> {
    guarded(count, map(retry(3, fallible), |result| result.map(|x| x * 2))).await
}

pub async fn folded(items: &[u16]) -> u32 {
    fold(items, 0_u32, async |sum, item| {
        let next = sum + u32::from(small(*item).await);
        if next > 1000 { ControlFlow::Break(next) } else { ControlFlow::Continue(next) }
    })
    .await
}
