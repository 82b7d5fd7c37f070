// Closures through several layers of generic functions, and as iterator adapters.
//@ run-pass
//@ lowered: 5
#[path = "../../run/common/mod.rs"]
mod common;

use common::{drive, pause};

async fn map<T, U>(items: Vec<T>, function: impl AsyncFn(T) -> U) -> Vec<U> {
    let mut mapped = Vec::new();
    for item in items {
        mapped.push(function(item).await);
    }
    mapped
}

async fn fold<T, A, F>(items: Vec<T>, start: A, mut function: F) -> A
where
    F: AsyncFnMut(A, T) -> A,
{
    let mut state = start;
    for item in items {
        state = function(state, item).await;
    }
    state
}

fn main() {
    let factor = 3;
    let total = drive(async {
        let mapped = map(vec![1, 2, 3], async |x: u32| {
            pause().await;
            x * factor
        })
        .await;
        fold(mapped, String::new(), async |text, x| {
            pause().await;
            format!("{text}{x}.")
        })
        .await
    });
    assert_eq!(total, "3.6.9.");
}
