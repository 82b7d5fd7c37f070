// `IntoFuture` and `Future` with types that do not exist.
//@ revisions: check build
//@[check] check-fail
//@[build] build-fail
//@ error[E0425]: cannot find type `Missing` in this scope
//@ error[E0425]: cannot find type `Missing` in this scope
//@ error[E0425]: cannot find type `Missing` in this scope
#![crate_type = "lib"]

use std::pin::Pin;
use std::task::{Context, Poll};

struct First;
struct Second;

impl IntoFuture for First {
    type Output = u8;
    type IntoFuture = Missing;

    fn into_future(self) -> Missing {
        loop {}
    }
}

impl Future for Second {
    type Output = Missing;

    fn poll(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Self::Output> {
        Poll::Pending
    }
}

async fn inner() {
    First.await;
    let kept = Second.await;
    std::future::ready(()).await;
    drop(kept);
}

pub async fn outer() {
    inner().await;
}
