// A destructor that panics: at a local's end, and while a future is dropped early.
// lowered: 3
// begins: 6
// status panic=abort: signal 6

mod common;

use common::{Noisy, pause, poll};
use std::panic::{AssertUnwindSafe, catch_unwind};

struct Bomb(&'static str);

impl Drop for Bomb {
    fn drop(&mut self) {
        println!("  bomb {}", self.0);
        panic!("{} dropped", self.0);
    }
}

async fn at_the_end(_parameter: Noisy) {
    let _before = Noisy("before");
    let _bomb = Bomb("local");
    let _after = Noisy("after");
    pause().await;
    println!("  end of the body");
}

async fn moved_out(bomb: Bomb, _parameter: Noisy) {
    let _local = Noisy("local");
    pause().await;
    let _moved = bomb;
    pause().await;
}

async fn awaits(_parameter: Noisy) {
    let _outer = Noisy("outer");
    at_the_end(Noisy("inner parameter")).await;
    println!("  not reached");
}

fn after_polls<F: Future>(what: &str, polls: u32, future: F) {
    println!("{what}, {polls} polls");
    let mut future = Some(Box::pin(future));
    for _ in 0..polls {
        let future = future.as_mut().unwrap();
        match catch_unwind(AssertUnwindSafe(|| poll(future.as_mut()).is_ready())) {
            Ok(ready) => println!("  {}", if ready { "ready" } else { "pending" }),
            Err(_) => println!("  panicked"),
        }
    }
    let dropped = catch_unwind(AssertUnwindSafe(|| drop(future.take())));
    println!("  drop {}", if dropped.is_err() { "panicked" } else { "went well" });
}

fn main() {
    for polls in 0..3 {
        after_polls("at_the_end", polls, at_the_end(Noisy("parameter")));
        after_polls("moved_out", polls, moved_out(Bomb("parameter"), Noisy("parameter")));
        after_polls("awaits", polls, awaits(Noisy("parameter")));
    }
}
