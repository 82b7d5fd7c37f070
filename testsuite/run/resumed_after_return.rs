// Polled after its end, a future panics with rustc's message, and can still be dropped.
// lowered: 2
// begins: 4
// status panic=abort: signal 6

mod common;

use common::{Noisy, pause, poll};
use std::panic::{AssertUnwindSafe, catch_unwind};

async fn short(_parameter: Noisy) -> u32 {
    5
}

async fn long(_parameter: Noisy) -> [u64; 9] {
    pause().await;
    [5; 9]
}

fn finish<F: Future<Output: std::fmt::Debug>>(future: F) {
    let mut future = Box::pin(future);
    for _ in 0..4 {
        match catch_unwind(AssertUnwindSafe(|| poll(future.as_mut()))) {
            Ok(output) => println!("  {output:?}"),
            Err(payload) => println!("  panicked: {:?}", payload.downcast_ref::<&str>()),
        }
    }
    drop(future);
    println!("  dropped");
}

fn main() {
    finish(long(Noisy("long")));
    finish(short(Noisy("short")));
}
