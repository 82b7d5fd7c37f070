// Coroutines whose state may be noted in padding, or in what an awaited function needs only until it is first
// suspended, and that panic when other things have been written there: they are poisoned, and drop what is left.
// lowered: 9
// begins: 14
// status panic=abort: signal 6

mod common;

use common::{Noisy, pause, poll};
use std::fmt::Debug;
use std::future::Future;
use std::hint::black_box;
use std::panic::{self, AssertUnwindSafe};
use std::pin::Pin;
use std::sync::atomic::Ordering::Relaxed;
use std::sync::atomic::{AtomicU8, AtomicU32};
use std::task::{Context, Poll};

include!("common/timer.rs");

async fn out_of_bounds(seed: u8) -> u32 {
    let noisy = Noisy("out of bounds");
    let sum = sums(seed).await;
    let byte = first_of(black_box([0xff; 24]), black_box(24)).await;
    drop(noisy);
    sum + u32::from(byte)
}

/// Polls to a panic, and then once more; what is left is dropped.
fn observe<F: Future<Output: Debug>>(what: &str, fuse: u32, future: F) {
    println!("{what}, fuse {fuse}");
    FUSE.store(fuse, Relaxed);
    let mut future = Box::pin(future);
    let mut polls = 0;
    for _ in 0..2 {
        let result = panic::catch_unwind(AssertUnwindSafe(|| {
            loop {
                polls += 1;
                if let Poll::Ready(output) = poll(future.as_mut()) {
                    return output;
                }
            }
        }));
        match result {
            Ok(output) => {
                println!("  {output:?} at poll {polls}");
                break;
            }
            Err(payload) => {
                let text = payload.downcast_ref::<&str>().map(|text| text.to_string());
                let text = text.or_else(|| payload.downcast_ref::<String>().cloned());
                println!("  panicked at poll {polls}: {}", text.unwrap_or_default());
            }
        }
    }
    drop(future);
    FUSE.store(u32::MAX, Relaxed);
    println!("  end of {what}");
}

fn main() {
    for fuse in [0, 1, 3, 4, 7, 12, 40] {
        observe("timers", fuse, timers(3, Some(Noisy("a parameter"))));
        observe("layers", fuse, two_layers(2));
        observe("closure", fuse, closure(2, true));
    }
    observe("out of bounds", u32::MAX, out_of_bounds(2));
    observe("out of bounds, in another", u32::MAX, async {
        let noisy = Noisy("around");
        let sum = out_of_bounds(3).await;
        drop(noisy);
        sum
    });
}
