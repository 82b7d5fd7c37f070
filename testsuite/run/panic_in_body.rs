// A panic in a body poisons the future; locals are dropped on the way out, captures at its drop.
// lowered: 5
// begins: 10
// status panic=abort: signal 6

mod common;

use common::{Noisy, pause, poll};
use std::future::Future;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;

async fn panics(_parameter: Noisy, after: u32) -> u32 {
    let _local = Noisy("local");
    for turn in 0..after {
        println!("  turn {turn}");
        pause().await;
    }
    let _inner = Noisy("inner");
    panic!("after {after}");
}

async fn outer(after: u32) -> u32 {
    let _outer = Noisy("outer");
    let moved = Noisy("moved");
    let result = panics(moved, after).await;
    pause().await;
    result + 1
}

async fn index(values: Vec<u32>, at: usize) -> u32 {
    pause().await;
    values[at]
}

async fn caught() -> &'static str {
    pause().await;
    let result = catch_unwind(|| {
        let _guard = Noisy("guard");
        panic!("caught inside");
    });
    pause().await;
    if result.is_err() { "went on" } else { "no panic" }
}

/// Polls until the future is ready or panics, then once more, then drops it.
fn observe<F: Future>(what: &str, future: F) {
    println!("{what}");
    let mut future = pin!(future);
    loop {
        match catch_unwind(AssertUnwindSafe(|| poll(future.as_mut()).is_ready())) {
            Ok(false) => println!("  pending"),
            Ok(true) => return println!("  ready"),
            Err(_) => break println!("  panicked"),
        }
    }
    for _ in 0..2 {
        let again = catch_unwind(AssertUnwindSafe(|| poll(future.as_mut()).is_ready()));
        println!("  polled again: {}", if again.is_err() { "panicked" } else { "polled" });
    }
    println!("  end of {what}");
}

fn main() {
    for after in [0, 1, 2] {
        observe("panics", panics(Noisy("parameter"), after));
        observe("outer", outer(after));
    }
    observe("index", index(vec![1, 2, 3], 3));
    observe("caught", caught());
    let capture = Noisy("capture");
    observe("block", async move {
        let name = capture.0;
        pause().await;
        let _: u32 = name.parse().expect("a number");
        drop(capture);
    });
}
