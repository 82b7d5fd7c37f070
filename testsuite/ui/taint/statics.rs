// A future in a static: not `Sync`, and not to be moved out.
//@ revisions: check build
//@[check] check-fail
//@[build] build-fail
//@ error[E0277]: `(dyn Future<Output = ()> + 'static)` cannot be shared between threads safely
//@ error[E0507]: cannot move out of static item `FUTURE`
//@ error[E0658]: `async` blocks are not allowed in statics
//@ error[E0015]: cannot call non-const associated function `Box::<{async block@ui/taint/statics.rs:13:61: 13:66}>::pin` in statics
#![crate_type = "lib"]

use std::pin::Pin;

static FUTURE: Pin<Box<dyn Future<Output = ()>>> = Box::pin(async {});

async fn inner() {
    std::future::ready(()).await;
    FUTURE.await
}

pub async fn outer() {
    inner().await;
}
