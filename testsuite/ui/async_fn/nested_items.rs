// Items inside a body: functions, types, constants and async fns of their own.
//@ run-pass
//@ lowered: 3
#[path = "../../run/common/mod.rs"]
mod common;

use common::drive;

async fn outer(start: u32) -> u32 {
    const STEP: u32 = 10;
    struct Counter(u32);
    impl Counter {
        async fn next(&mut self) -> u32 {
            crate::common::pause().await;
            self.0 += STEP;
            self.0
        }
    }
    async fn inner(counter: &mut Counter) -> u32 {
        counter.next().await + counter.next().await
    }
    inner(&mut Counter(start)).await
}

fn main() {
    assert_eq!(drive(outer(1)), 32);
}
