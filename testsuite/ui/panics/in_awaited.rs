// A panic in an awaited future unwinds through the awaiter, and both are poisoned.
//@ run-pass
//@ lowered: 2
//@ stdout:   drop inner
//@ stdout:   drop inner
//@ stdout:   drop second
//@ stdout:   drop outer
//@ stdout: [Ok(Pending), Ok(Pending), Ok(Ready(2)), Err(())]
//@ stdout:   drop inner
//@ stdout:   drop inner
//@ stdout:   drop second
//@ stdout:   drop outer
//@ stdout: [Ok(Pending), Ok(Pending), Err(()), Err(())]
#[path = "../../run/common/mod.rs"]
mod common;

use common::{Noisy, pause, poll};
use std::panic::{AssertUnwindSafe, catch_unwind};

async fn inner(panics: bool) -> u32 {
    let _local = Noisy("inner");
    pause().await;
    assert!(!panics, "inner");
    1
}

async fn outer(panics: bool) -> u32 {
    let _local = Noisy("outer");
    let first = inner(false).await;
    let _second = Noisy("second");
    first + inner(panics).await
}

fn main() {
    for panics in [false, true] {
        let mut future = Box::pin(outer(panics));
        let results: Vec<_> = (0..4)
            .map(|_| catch_unwind(AssertUnwindSafe(|| poll(future.as_mut()))).map_err(drop))
            .collect();
        println!("{results:?}");
    }
}
