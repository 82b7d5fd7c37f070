// Recursion through boxes: of a function, of two, of a method, of a generic function.
//@ run-pass
//@ lowered: 5
//@ opt-levels: 0 3
#[path = "../../run/common/mod.rs"]
mod common;

use common::{drive, pause};
use std::pin::Pin;

async fn fibonacci(n: u32) -> u32 {
    pause().await;
    if n < 2 { n } else { Box::pin(fibonacci(n - 1)).await + Box::pin(fibonacci(n - 2)).await }
}

fn is_even(n: u32) -> Pin<Box<dyn Future<Output = bool>>> {
    Box::pin(async move { n == 0 || is_odd(n - 1).await })
}

async fn is_odd(n: u32) -> bool {
    pause().await;
    n != 0 && is_even(n - 1).await
}

async fn repeat<T: Clone>(value: T, times: usize) -> Vec<T> {
    if times == 0 {
        return Vec::new();
    }
    let mut list = Box::pin(repeat(value.clone(), times - 1)).await;
    list.push(value);
    list
}

struct Folder(Vec<Folder>);

impl Folder {
    async fn depth(&self) -> usize {
        let mut depth = 0;
        for folder in &self.0 {
            depth = depth.max(Box::pin(folder.depth()).await);
        }
        depth + 1
    }
}

fn main() {
    assert_eq!(drive(fibonacci(8)), 21);
    assert!(drive(is_even(4)) && !drive(is_odd(4)));
    assert_eq!(drive(repeat("x", 3)), ["x"; 3]);
    let tree = Folder(vec![Folder(vec![]), Folder(vec![Folder(vec![])])]);
    assert_eq!(drive(tree.depth()), 3);
}
