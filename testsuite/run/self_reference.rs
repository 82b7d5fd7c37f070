// References into the frame across suspension points: to locals, captures, parts and sub-futures.
// lowered: 9
// begins: 15

mod common;

use common::{drive, pause};
use std::cell::Cell;

async fn local() -> u32 {
    let mut value = 1;
    let reference = &mut value;
    pause().await;
    *reference += 1;
    let again = &mut *reference;
    pause().await;
    *again += 1;
    value
}

async fn parameter(values: [u32; 4], at: usize) -> u32 {
    let slice = &values[at..];
    let one = &values[0];
    pause().await;
    slice.iter().sum::<u32>() + *one
}

/// A list whose nodes are locals of one frame.
struct Node<'a> {
    value: u32,
    next: Option<&'a Node<'a>>,
}

async fn list() -> u32 {
    let a = Node { value: 1, next: None };
    let b = Node { value: 2, next: Some(&a) };
    pause().await;
    let c = Node { value: 3, next: Some(&b) };
    pause().await;
    let mut sum = 0;
    let mut node = Some(&c);
    while let Some(current) = node {
        sum = sum * 10 + current.value;
        pause().await;
        node = current.next;
    }
    sum
}

async fn nested_blocks() -> String {
    let cell = Cell::new(1);
    let mut log = String::new();
    {
        let first = async {
            cell.set(cell.get() + 1);
            pause().await;
            let twice = async {
                pause().await;
                cell.get() * 2
            };
            cell.set(twice.await);
        };
        first.await;
        let second = async {
            log.push_str("second ");
            pause().await;
            log.push_str(&cell.get().to_string());
        };
        second.await;
    }
    log
}

async fn pinned() -> usize {
    let text = String::from("some text");
    let future = std::pin::pin!(async {
        let words: Vec<&str> = text.split(' ').collect();
        pause().await;
        words.len()
    });
    pause().await;
    future.await + text.len()
}

fn main() {
    println!("{}", drive(local()));
    println!("{}", drive(parameter([1, 20, 300, 4000], 2)));
    println!("{}", drive(list()));
    println!("{}", drive(nested_blocks()));
    println!("{}", drive(pinned()));
}
