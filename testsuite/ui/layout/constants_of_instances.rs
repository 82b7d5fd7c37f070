// An assertion about a parameter fails for one instance, inside a suspended body.
//@ build-fail
//@ error[E0080]: evaluation panicked: too large
//@ message: evaluation panicked: too large
use std::pin::pin;
use std::task::{Context, Waker};

async fn hold<T>(value: T) -> T {
    const { assert!(size_of::<T>() < 10, "too large") };
    std::future::ready(()).await;
    value
}

fn main() {
    let mut context = Context::from_waker(Waker::noop());
    let _ = pin!(hold([0_u8; 3])).poll(&mut context);
    let _ = pin!(hold([0_u8; 30])).poll(&mut context);
}
