// Recursion through boxes: direct, by two functions, and by a helper that boxes its caller's future; and
// functions that make each other's futures without awaiting them.
// lowered: 12
// begins: 26

mod common;

use common::{Noisy, drive, drop_everywhere, pause};
use std::cell::RefCell;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;

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

/// What was started and not yet run.
#[derive(Clone, Default)]
struct Started(Rc<RefCell<Vec<Pin<Box<dyn Future<Output = ()>>>>>>);

impl Started {
    fn start(&self, future: impl Future<Output = ()> + 'static) {
        self.0.borrow_mut().push(Box::pin(future));
    }

    fn next(&self) -> Option<Pin<Box<dyn Future<Output = ()>>>> {
        self.0.borrow_mut().pop()
    }
}

/// Starts another one, which starts this one again. Neither keeps the other one while it waits.
async fn connect(started: Started, left: u32) {
    pause().await;
    if left > 0 {
        let next = reconnect(started.clone(), left - 1);
        println!("connected, {left} left");
        started.start(next);
        pause().await;
    }
}

async fn reconnect(started: Started, left: u32) {
    let _reconnect = Noisy("reconnect");
    if left > 0 {
        let next = connect(started.clone(), left - 1);
        pause().await;
        println!("lost, {left} left");
        started.start(next);
    }
    pause().await;
}

/// Makes another one and drops it, and that one does the same.
async fn forget(left: u32) {
    if left > 0 {
        let _forgotten = forget_too(left - 1);
        println!("forgotten, {left} left");
    }
    pause().await;
}

async fn forget_too(left: u32) {
    if left > 0 {
        let forgotten = forget(left - 1);
        println!("forgotten, too, {left} left");
        drop(forgotten);
    }
    pause().await;
}

/// Drops a block that holds a future like its own.
async fn hold(left: u32) {
    if left == 0 {
        return;
    }
    let held = hold(left - 1);
    let block = async move {
        let _noisy = Noisy("block");
        pause().await;
        let _held = held;
    };
    let block: Pin<Box<dyn Future<Output = ()>>> = Box::pin(block);
    block.await;
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
    let started = Started::default();
    started.start(connect(started.clone(), 4));
    while let Some(future) = started.next() {
        drive(future);
    }
    drop_everywhere("forget", || forget(2));
    drop_everywhere("forget_too", || forget_too(2));
    drop_everywhere("hold", || hold(2));
}
