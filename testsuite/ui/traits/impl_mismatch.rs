// Implementations that do not fit their trait.
//@ check-fail
//@ error[E0407]: method `other` is not a member of trait `Load`
//@ error[E0053]: method `load` has an incompatible type for trait
//@ error[E0050]: method `twice` has 2 parameters but the declaration in trait `Load::twice` has 1
//@ error[E0271]: expected `impl Future<Output = String>` to be a future that resolves to `u8`, but it resolves to `String`
//@ error[E0308]: mismatched types
//@ error[E0046]: not all trait items implemented, missing: `twice`
//@ warning: unused variable: `from`
//@ warning: unused variable: `times`
//@ warning: unused variable: `from`
//@ warning: unused variable: `text`
#![crate_type = "lib"]
#![allow(async_fn_in_trait)]

pub trait Load {
    async fn load(&self, from: u8) -> u8;

    async fn twice(&self);

    async fn lifetimes<'a>(&self, text: &'a str) -> &'a str;
}

impl Load for u8 {
    async fn load(&self, from: u16) -> u8 {
        *self
    }

    async fn twice(&self, times: u8) {}

    async fn lifetimes<'a>(&self, text: &'a str) -> &'a str {
        text
    }
}

impl Load for u16 {
    async fn load(&self, from: u8) -> String {
        String::new()
    }

    async fn lifetimes(&self, text: &str) -> &'static str {
        ""
    }

    async fn other(&self) {}
}
