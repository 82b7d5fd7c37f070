// A trait with async fns makes no trait objects.
//@ check-fail
//@ error[E0038]: the trait `Load` is not dyn compatible
//@ error[E0038]: the trait `Load` is not dyn compatible
#![crate_type = "lib"]
#![allow(async_fn_in_trait)]

pub trait Load {
    async fn load(&self) -> u8;
}

pub fn argument(_: &dyn Load) {}

pub fn boxed() -> Box<dyn Load> {
    loop {}
}
