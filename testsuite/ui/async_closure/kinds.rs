// Async closures that borrow, change, and give away what they captured.
//@ run-pass
//@ lowered: 6
#[path = "../../run/common/mod.rs"]
mod common;

use common::{drive, pause};

async fn three_times(mut closure: impl AsyncFnMut(u32) -> u32) -> u32 {
    closure(1).await + closure(2).await + closure(3).await
}

async fn shared(closure: impl AsyncFn(u32) -> u32) -> u32 {
    closure(1).await + closure(10).await
}

async fn once(closure: impl AsyncFnOnce() -> String) -> String {
    closure().await
}

fn main() {
    let base = 100;
    assert_eq!(
        drive(shared(async |x| {
            pause().await;
            base + x
        })),
        211
    );
    let mut sum = 0;
    assert_eq!(
        drive(three_times(async |x| {
            pause().await;
            sum += x;
            sum
        })),
        1 + 3 + 6
    );
    assert_eq!(sum, 6);
    let text = String::from("text");
    assert_eq!(
        drive(once(async move || {
            pause().await;
            text
        })),
        "text"
    );
}
