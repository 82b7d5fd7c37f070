// Two traits, one of them implemented for all that have the other, lead to each other.
//@ revisions: check build
//@[check] check-fail
//@[build] build-fail
//@ error[E0733]: recursion in an async fn requires boxing
#![crate_type = "lib"]
#![allow(async_fn_in_trait)]

pub trait Outer {
    async fn outer(&self);
}

pub trait Inner {
    async fn inner(&self);
}

impl<T: Inner> Outer for T {
    async fn outer(&self) {
        self.inner().await
    }
}

pub struct Device;

impl Inner for Device {
    async fn inner(&self) {
        self.outer().await
    }
}
