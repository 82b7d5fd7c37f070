//! The dependency, which cargo's profile may compile at another opt-level.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

/// Pending once.
pub struct Suspend(bool);

impl Suspend {
    pub fn new() -> Self {
        Suspend(false)
    }
}

impl Future for Suspend {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<()> {
        if self.0 {
            return Poll::Ready(());
        }
        self.0 = true;
        Poll::Pending
    }
}

pub async fn plain(n: u64) -> u64 {
    let squares = [n, n * n, n * n * n];
    Suspend::new().await;
    squares.iter().sum()
}

pub async fn twice<T>(value: T, measure: impl Fn(&T) -> u64) -> u64 {
    let first = measure(&value);
    let extra = plain(first).await;
    Suspend::new().await;
    extra + measure(&value)
}
