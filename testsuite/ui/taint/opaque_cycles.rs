// Opaque outputs that are each other's hidden types, and one without any.
//@ revisions: check build
//@[check] check-fail
//@[build] build-fail
//@ error[E0720]: cannot resolve opaque type
//@ error[E0720]: cannot resolve opaque type
//@ error: unconstrained opaque type
#![crate_type = "lib"]
#![feature(type_alias_impl_trait)]

pub async fn left() -> impl Sized {
    right().await
}

async fn right() -> impl Sized {
    left().await
}

pub type Undefined = impl Future<Output = u8>;

pub async fn awaits(future: Undefined) -> u8 {
    future.await
}
