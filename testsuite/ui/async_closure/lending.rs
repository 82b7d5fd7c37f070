// The future of each call borrows the closure itself.
//@ run-pass
//@ lowered: 1
//@ opt-levels: 0 3
#[path = "../../run/common/mod.rs"]
mod common;

use common::{drive, pause};

fn main() {
    let mut list = vec![0_u64];
    let mut grow = async |step: u64| {
        let last = list.last_mut().unwrap();
        pause().await;
        *last += step;
        let next = *last * 2;
        list.push(next);
        list.len()
    };
    let lengths = [drive(grow(1)), drive(grow(10)), drive(grow(100))];
    assert_eq!(lengths, [2, 3, 4]);
    assert_eq!(list, [1, 12, 124, 248]);
}
