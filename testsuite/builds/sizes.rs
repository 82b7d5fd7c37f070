//! Prints the sizes of its futures.

#[path = "../run/common/mod.rs"]
mod common;

use common::pause;

async fn inner(n: u64) -> u64 {
    pause().await;
    n + 1
}

async fn outer(bytes: [u8; 20]) -> u64 {
    let sum = bytes.iter().map(|byte| u64::from(*byte)).sum();
    let first = inner(sum).await;
    pause().await;
    first + u64::from(bytes[0])
}

fn main() {
    println!("inner {}", size_of_val(&inner(1)));
    println!("outer {}", size_of_val(&outer([1; 20])));
    assert_eq!(drive_quietly(), 22);
}

/// `drive` prints, and this program prints sizes only.
fn drive_quietly() -> u64 {
    let mut future = std::pin::pin!(outer([1; 20]));
    loop {
        if let std::task::Poll::Ready(sum) = common::poll(future.as_mut()) {
            return sum;
        }
    }
}
