// Recursion through boxes: direct, by two functions, and by a helper that boxes its caller's future.
// lowered: 6
// begins: 14

mod common;

use common::{Noisy, drive, drop_everywhere, pause};
use std::future::Future;
use std::pin::Pin;

async fn factorial(n: u64) -> u64 {
    pause().await;
    if n < 2 { 1 } else { n * Box::pin(factorial(n - 1)).await }
}

async fn even(n: u32) -> bool {
    let _even = Noisy("even");
    pause().await;
    n == 0 || Box::pin(odd(n - 1)).await
}

async fn odd(n: u32) -> bool {
    let _odd = Noisy("odd");
    n != 0 && Box::pin(even(n - 1)).await
}

fn boxed(depth: u32) -> Pin<Box<dyn Future<Output = u32>>> {
    Box::pin(through_helper(depth))
}

/// Awaits what a helper boxed, and the helper boxes this very future.
async fn through_helper(depth: u32) -> u32 {
    pause().await;
    if depth == 0 {
        return 1;
    }
    let left = boxed(depth - 1).await;
    let right = boxed(depth - 1).await;
    left + right
}

fn boxed_generic<T: Clone + 'static>(
    value: T,
    depth: u32,
) -> Pin<Box<dyn Future<Output = Vec<T>>>> {
    Box::pin(generic(value, depth))
}

async fn generic<T: Clone + 'static>(value: T, depth: u32) -> Vec<T> {
    if depth == 0 {
        pause().await;
        return vec![value];
    }
    let mut list = boxed_generic(value.clone(), depth - 1).await;
    list.push(value);
    list
}

struct Tree {
    value: i32,
    children: Vec<Tree>,
}

impl Tree {
    async fn sum(&self) -> i32 {
        let mut sum = self.value;
        for child in &self.children {
            pause().await;
            sum += Box::pin(child.sum()).await;
        }
        sum
    }
}

fn main() {
    println!("{}", drive(factorial(15)));
    println!("{}", drive(even(5)));
    drop_everywhere("odd", || odd(3));
    println!("{}", drive(through_helper(5)));
    println!("{:?}", drive(generic("x", 3)));
    println!("{:?}", drive(generic(vec![1_u8], 2)));
    let leaf = |value| Tree { value, children: vec![] };
    let tree = Tree {
        value: 1,
        children: vec![leaf(2), Tree { value: 3, children: vec![leaf(4), leaf(5)] }],
    };
    println!("{}", drive(tree.sum()));
}
