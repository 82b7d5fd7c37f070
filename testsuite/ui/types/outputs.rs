// Futures with another output than a bound demands.
//@ check-fail
//@ error[E0271]: expected `{async block@ui/types/outputs.rs:21:5: 21:10}` to be a future that resolves to `&str`, but it resolves to `{integer}`
//@ error[E0271]: expected `impl Future<Output = u8>` to be a future that resolves to `String`, but it resolves to `u8`
//@ error[E0271]: expected `impl Future<Output = u8>` to be a future that resolves to `u64`, but it resolves to `u8`
#![crate_type = "lib"]

use std::pin::Pin;

async fn number() -> u8 {
    1
}

fn text(_: impl Future<Output = String>) {}

pub fn bound() {
    text(number());
}

pub fn opaque() -> impl Future<Output = &'static str> {
    async { 1 }
}

pub fn object() -> Pin<Box<dyn Future<Output = u64>>> {
    Box::pin(number())
}
