// Recursion that a trait's implementation or its default body closes, through boxes.
//@ run-pass
//@ lowered: 3
#[path = "../../run/common/mod.rs"]
mod common;

use common::{drive, pause};

trait Walk {
    async fn walk(&self, depth: u32) -> u32;

    async fn again(&self, depth: u32) -> u32 {
        if depth == 0 { 0 } else { 1 + Box::pin(self.walk(depth - 1)).await }
    }
}

impl Walk for u8 {
    async fn walk(&self, depth: u32) -> u32 {
        pause().await;
        self.again(depth).await + u32::from(*self)
    }
}

impl<T: Walk> Walk for [T] {
    async fn walk(&self, depth: u32) -> u32 {
        let mut sum = 0;
        for item in self {
            sum += Box::pin(item.walk(depth)).await;
        }
        sum
    }
}

fn main() {
    assert_eq!(drive([1_u8, 2][..].walk(2)), (3 + 2) + (6 + 2));
}
