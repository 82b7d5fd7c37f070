// Blocks in blocks, each borrowing from the one around it.
//@ run-pass
//@ lowered: 3
//@ opt-levels: 0 3
#[path = "../../run/common/mod.rs"]
mod common;

use common::{drive, pause};

fn main() {
    let total = drive(async {
        let mut sum = 1;
        async {
            let mut inner = vec![sum];
            async {
                pause().await;
                inner.push(sum + 1);
                sum += 10;
            }
            .await;
            pause().await;
            sum += inner.iter().sum::<i32>();
        }
        .await;
        sum
    });
    assert_eq!(total, 14);
}
