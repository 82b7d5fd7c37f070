// Async fns in traits, implemented, with default bodies, and overridden.
//@ run-pass
//@ lowered: 5
//@ opt-levels: 0 3
#[path = "../../run/common/mod.rs"]
mod common;

use common::{drive, pause};

trait Device {
    const LIMIT: u32 = 2;

    async fn read(&mut self) -> u32;

    async fn sum(&mut self) -> u32 {
        let mut sum = 0;
        for _ in 0..Self::LIMIT {
            sum += self.read().await;
        }
        sum
    }
}

struct Constant(u32);
struct Counter(u32);

impl Device for Constant {
    async fn read(&mut self) -> u32 {
        self.0
    }
}

impl Device for Counter {
    const LIMIT: u32 = 4;

    async fn read(&mut self) -> u32 {
        pause().await;
        self.0 += 1;
        self.0
    }

    async fn sum(&mut self) -> u32 {
        self.read().await + 1000
    }
}

async fn both(left: &mut impl Device, right: &mut impl Device) -> (u32, u32) {
    (left.sum().await, right.sum().await)
}

fn main() {
    assert_eq!(drive(both(&mut Constant(7), &mut Counter(1))), (14, 1002));
}
