// One body in many codegen units, and everything in one.
//@ revisions: one many lto
//@ run-pass
//@[one] compile-flags: -Ccodegen-units=1
//@[many] compile-flags: -Ccodegen-units=64
//@[lto] compile-flags: -Clto=thin -Ccodegen-units=8
//@ opt-levels: 2
//@ lowered: 3
#[path = "../../run/common/mod.rs"]
mod common;

use common::{drive, pause};

mod first {
    pub async fn pass<T>(value: T) -> T {
        crate::common::pause().await;
        value
    }
}

mod second {
    pub async fn twice(value: u64) -> u64 {
        crate::first::pass(value).await + crate::first::pass(1_u8).await as u64
    }
}

fn main() {
    assert_eq!(drive(second::twice(4)), 5);
    assert_eq!(
        drive(async {
            pause().await;
            first::pass(second::twice(1)).await.await
        }),
        2
    );
}
