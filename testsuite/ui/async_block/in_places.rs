// Blocks in a struct, an array, a tuple, a vector and a closure's result.
//@ run-pass
//@ lowered: 5
#[path = "../../run/common/mod.rs"]
mod common;

use common::{drive, pause};

struct Holder<F> {
    future: F,
    number: u64,
}

fn numbered(number: u64) -> impl Future<Output = u64> {
    async move {
        pause().await;
        number
    }
}

fn main() {
    let holder = Holder { future: async { 1 }, number: 2 };
    assert_eq!(drive(holder.future) + holder.number, 3);
    let sum: u64 = [numbered(1), numbered(2), numbered(3)].into_iter().map(drive).sum();
    assert_eq!(sum, 6);
    let (first, second) = (async { pause().await }, async { 5 });
    drive(first);
    assert_eq!(drive(second), 5);
    let list: Vec<_> = (0..4).map(|number| async move { number * 2 }).collect();
    assert_eq!(list.into_iter().map(drive).collect::<Vec<_>>(), [0, 2, 4, 6]);
}
