// Functions that return blocks, alone and with an async fn, and an opaque type with a name.
//@ revisions: check build
//@[check] check-fail
//@[build] build-fail
//@ error[E0733]: recursion in an async block requires boxing
//@ error[E0733]: recursion in an async fn requires boxing
//@ error[E0733]: recursion in an async block requires boxing
#![crate_type = "lib"]
#![feature(type_alias_impl_trait)]

pub fn block<T: Copy>(value: T) -> impl Future<Output = T> {
    async move { block(value).await }
}

pub fn half(times: u8) -> impl Future<Output = u8> {
    other_half(times)
}

async fn other_half(times: u8) -> u8 {
    if times == 0 { 0 } else { half(times - 1).await }
}

pub type Named = impl Future<Output = u8>;

#[define_opaque(Named)]
pub fn named() -> Named {
    async {
        std::future::ready(()).await;
        uses_named().await
    }
}

async fn uses_named() -> u8 {
    named().await
}
