// Values that say that they must not live across a suspension.
//@ revisions: check build
//@[check] check-fail
//@[build] build-fail
//@ error: `Guard` held across a suspend point, but should not be
//@ error: `Guard` held across a suspend point, but should not be
//@ error: array of `Guard` in tuple element 1 held across a suspend point, but should not be
//@ error: `Plain` held across a suspend point, but should not be
#![crate_type = "lib"]
#![feature(must_not_suspend)]
#![deny(must_not_suspend)]

#[must_not_suspend = "somebody waits for it"]
pub struct Guard(u8);

#[must_not_suspend]
pub struct Plain;

async fn other() {}

pub async fn local() -> u8 {
    let guard = Guard(1);
    other().await;
    guard.0
}

pub async fn argument(guard: Guard) {
    other().await;
    drop(guard);
}

pub async fn inside() {
    let pair = (1, [Guard(1), Guard(2)]);
    other().await;
    drop(pair);
}

pub fn block() -> impl Future<Output = ()> {
    async {
        let plain = Plain;
        other().await;
        drop(plain);
    }
}

pub async fn in_time() {
    drop(Guard(1));
    other().await;
}
