// An async fn for a method that is none, and the other way round.
//@ check-fail
//@ error[E0053]: method `number` has an incompatible type for trait
//@ error: method should be `async` or return a future, but it is synchronous
#![crate_type = "lib"]
#![allow(async_fn_in_trait)]

pub trait Plain {
    fn number(&self) -> u8;
}

pub trait Waiting {
    async fn number(&self) -> u8;
}

pub struct First;
pub struct Second;

impl Plain for First {
    async fn number(&self) -> u8 {
        1
    }
}

impl Waiting for First {
    fn number(&self) -> u8 {
        1
    }
}

impl Waiting for Second {
    fn number(&self) -> impl Future<Output = u8> {
        async { 1 }
    }
}
