//! What the programs of this folder use from another crate.

use std::future::poll_fn;
use std::pin::pin;
use std::task::Poll;

pub trait Stage<T> {
    fn run(&self, input: T) -> impl Future<Output = T>;

    fn chained(&self, input: T) -> impl Future<Output = T> {
        async {
            let middle = self.run(input).await;
            self.run(middle).await
        }
    }
}

pub async fn both<A: Future, B: Future>(left: A, right: B) -> (A::Output, B::Output) {
    let left = left.await;
    (left, right.await)
}

pub async fn collect<T, U>(items: Vec<T>, function: impl AsyncFn(T) -> U) -> Vec<U> {
    let mut collected = Vec::with_capacity(items.len());
    for item in items {
        collected.push(function(item).await);
    }
    collected
}

pub fn hold<T, F: Future>(value: T, future: F) -> impl Future<Output = F::Output> {
    async move {
        let _kept = value;
        future.await
    }
}

/// Ready at the second poll; the sum wraps without overflow checks.
pub async fn total(bytes: &[u8]) -> u8 {
    let mut first = true;
    poll_fn(|_| if std::mem::take(&mut first) { Poll::Pending } else { Poll::Ready(()) }).await;
    let mut sum = 0;
    for byte in bytes {
        let step = pin!(async { *byte });
        sum += step.await;
    }
    sum
}
