//! Awaits what a proc macro made.

#[path = "../run/common/mod.rs"]
mod common;

use common::{drive, drop_everywhere};

macros::doubled!(twice);

async fn four_times(n: u32) -> u32 {
    let first = twice(n).await;
    twice(first).await
}

fn main() {
    println!("{:?}", drive(four_times(3)));
    drop_everywhere("four times", || four_times(1));
}
