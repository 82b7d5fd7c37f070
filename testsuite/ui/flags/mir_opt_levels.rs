// Whatever rustc's optimizer of MIR does to other functions.
//@ revisions: none all inlined
//@ run-pass
//@[none] compile-flags: -Zmir-opt-level=0
//@[all] compile-flags: -Zmir-opt-level=4
//@[inlined] compile-flags: -Zinline-mir=yes -Zcross-crate-inline-threshold=always
//@ opt-levels: 0 3
//@ lowered: 2
#[path = "../../run/common/mod.rs"]
mod common;

use common::{Noisy, drive, pause};

#[inline(always)]
fn make(text: &str) -> impl Future<Output = usize> {
    let noisy = Noisy("noisy");
    async move {
        pause().await;
        text.len() + noisy.0.len()
    }
}

async fn outer(flag: bool) -> usize {
    let text = if flag { "long" } else { "s" };
    make(text).await + make("").await
}

fn main() {
    assert_eq!(drive(outer(true)) + drive(outer(false)), 4 + 1 + 4 * 5);
}
