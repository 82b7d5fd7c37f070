// A body whose local has the size of the body's own future.
//@ build-fail
//@ error[E0391]: cycle detected when computing type of `Body::{opaque#0}`
#![crate_type = "lib"]
#![feature(type_alias_impl_trait)]

pub type Body = impl Future<Output = u8>;

#[define_opaque(Body)]
pub fn body() -> Body {
    async {
        let bytes = [0_u8; size_of::<Body>()];
        std::future::ready(()).await;
        bytes[0]
    }
}
