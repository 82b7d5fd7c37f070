// Generic recursion that stock rustc does not notice while nobody calls it.
//@ revisions: check build
//@[check] check-pass
//@[build] build-pass
//@[build] lowered: 8
#![crate_type = "lib"]
#![allow(async_fn_in_trait)]

pub async fn by_clone<T: Clone>(value: T, times: u8) {
    if times > 0 {
        by_clone(value.clone(), times - 1).await;
    }
}

pub async fn by_constant<const N: usize>(bytes: [u8; N]) -> u8 {
    match bytes.first() {
        Some(&byte) => byte,
        None => by_constant::<N>(bytes).await,
    }
}

pub async fn by_impl_trait(number: impl Into<u64> + Copy) -> u64 {
    std::future::ready(()).await;
    by_impl_trait(number).await + number.into()
}

pub async fn swapping<A: Copy, B: Copy>(first: A, second: B) {
    swapped(second, first).await;
}

async fn swapped<A: Copy, B: Copy>(first: A, second: B) {
    std::future::ready(()).await;
    swapping(second, first).await;
}

pub async fn through_a_generic<T: Copy>(value: T) -> T {
    let again = || async { through_a_generic(value).await };
    again().await
}

pub trait Visit {
    async fn visit(&self, depth: u8) -> u32;
}

pub struct Wrapped<V>(V);

impl<V: Visit> Visit for Wrapped<V> {
    async fn visit(&self, depth: u8) -> u32 {
        if depth == 0 { self.0.visit(depth).await } else { self.visit(depth - 1).await }
    }
}
