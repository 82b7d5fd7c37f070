// `try` blocks around awaits.
//@ run-pass
//@ lowered: 2
#![feature(try_blocks)]
#[path = "../../run/common/mod.rs"]
mod common;

use common::{drive, pause};

async fn parse(text: &str) -> Option<u32> {
    pause().await;
    text.parse().ok()
}

async fn sum(left: &str, right: &str) -> u32 {
    let sum: Option<u32> = try { parse(left).await? + parse(right).await? };
    pause().await;
    sum.unwrap_or(99)
}

fn main() {
    assert_eq!(drive(sum("1", "2")), 3);
    assert_eq!(drive(sum("1", "x")), 99);
}
