//! Coroutines that go the stock way, for the sake of a feature that is not used.

#![feature(async_drop)]
#![allow(incomplete_features)]

pub async fn one() -> u32 {
    1
}

pub async fn two() -> u32 {
    one().await + 1
}
