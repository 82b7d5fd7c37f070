// Type parameters that may not live long enough.
//@ check-fail
//@ error[E0310]: the parameter type `T` may not live long enough
//@ error[E0310]: the parameter type `F` may not live long enough
//@ error[E0309]: the parameter type `T` may not live long enough
#![crate_type = "lib"]

use std::pin::Pin;

pub fn boxed<T>(value: T) -> Pin<Box<dyn Future<Output = T>>> {
    Box::pin(async move { value })
}

fn spawn(_: impl Future + 'static) {}

pub fn spawned<F: Future>(future: F) {
    spawn(async { future.await });
}

pub fn named<'a, T>(value: T) -> Pin<Box<dyn Future<Output = T> + 'a>> {
    Box::pin(async move { value })
}
