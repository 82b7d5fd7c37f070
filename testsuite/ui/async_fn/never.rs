// A result that does not exist, and awaits that never end.
//@ run-pass
//@ lowered: 3
#[path = "../../run/common/mod.rs"]
mod common;

use common::{drive, pause, poll};
use std::convert::Infallible;
use std::pin::pin;

async fn forever() -> ! {
    loop {
        pause().await;
    }
}

async fn after(limit: u32) -> u32 {
    let mut turns = 0;
    loop {
        if turns == limit {
            return turns;
        }
        turns += 1;
        pause().await;
    }
}

async fn fails() -> Result<Infallible, &'static str> {
    pause().await;
    Err("always")
}

fn main() {
    let mut future = pin!(forever());
    for _ in 0..5 {
        assert!(poll(future.as_mut()).is_pending());
    }
    assert_eq!(drive(after(4)), 4);
    let Err(message) = drive(fails());
    assert_eq!(message, "always");
}
