// Projections that cannot be resolved, in outputs, bounds and captures.
//@ revisions: check build
//@[check] check-fail
//@[build] build-fail
//@ error[E0277]: the trait bound `String: Copy` is not satisfied
//@ error[E0277]: the trait bound `u16: Load` is not satisfied
//@ error[E0277]: the trait bound `u16: Load` is not satisfied
//@ warning: unreachable call
//@ error[E0277]: the trait bound `u16: Load` is not satisfied
#![crate_type = "lib"]
#![allow(async_fn_in_trait)]

trait Load {
    type Item: Copy;

    async fn load(&self) -> Self::Item;
}

impl Load for u8 {
    type Item = String;

    async fn load(&self) -> String {
        String::new()
    }
}

async fn twice<L: Load>(from: L) -> (L::Item, L::Item) {
    (from.load().await, from.load().await)
}

async fn hold(item: <u16 as Load>::Item) {
    std::future::ready(()).await;
    drop(item);
}

pub async fn outer() {
    drop(twice(1_u8).await);
    hold(loop {}).await
}
