//! An await for each reason not to compose one. Each await's line ends in the reason that the plugin has
//! to give, or in `composed`; those of a macro have the line that calls it.
#![crate_type = "lib"]
#![feature(async_iterator, gen_blocks)]

use core::async_iter::AsyncIterator;
use core::future::{Future, IntoFuture, Ready, poll_fn, ready};
use core::pin::{Pin, pin};

async fn leaf() -> u8 {
    ready(1).await //~ no_coroutine
}

/// It has two states.
async fn two() -> u8 {
    leaf().await //~ composed
        + leaf().await //~ composed
}

async fn joined(one: Ready<u8>) -> u8 {
    let mut other = pin!(leaf());
    poll_fn(|context| other.as_mut().poll(context)).await; //~ no_coroutine
    one.await //~ no_coroutine
}

async fn boxed() -> u8 {
    Box::pin(leaf()).await //~ pointer
}

async fn dynamic(future: Pin<Box<dyn Future<Output = u8>>>) -> u8 {
    future.await //~ pointer
}

async fn pinned() -> u8 {
    let mut future = pin!(leaf());
    future.as_mut().await //~ pointer
}

async fn by_stock() -> u8 {
    by_stock::elsewhere().await //~ stock
}

async fn generic<F: IntoFuture<Output = u8>>(future: F) -> u8 {
    future.await //~ composed
}

/// An async generator; its `yield` awaits nothing.
fn generator() -> impl AsyncIterator<Item = u8> {
    async gen {
        let one = leaf().await; //~ shape
        yield one;
    }
}

async fn repeated() -> u8 {
    two().await //~ repeated
        + two().await //~ repeated
        + two().await //~ repeated
        + two().await //~ repeated
}

/// Each awaits the one before it in two places, and so has twice as many states.
macro_rules! doubled {
    ($($name:ident: $inner:ident),*) => {
        $(
            async fn $name() -> u8 {
                $inner().await + $inner().await
            }
        )*
    };
}

doubled!(d2: two, d3: d2, d4: d3, d5: d4, d6: d5, d7: d6, d8: d7, d9: d8, d10: d9, d11: d10); //~ composed

/// The second one does not fit into a tag: 4,096 values, three of them reserved.
async fn many_states() -> u8 {
    d11().await //~ composed
        + d11().await //~ too_many_states
}

/// 2 TiB.
async fn large() {
    let mut array = core::mem::MaybeUninit::<[u8; 1 << 41]>::uninit();
    core::hint::black_box(&mut array);
    leaf().await; //~ composed
    core::hint::black_box(&mut array);
}

async fn around_large() {
    large().await; //~ too_large
}

/// The layouts of all that is above are asked for.
pub fn sizes() -> [usize; 11] {
    [
        size_of_val(&joined(ready(1))),
        size_of_val(&boxed()),
        size_of_val(&dynamic(Box::pin(leaf()))),
        size_of_val(&pinned()),
        size_of_val(&by_stock()),
        size_of_val(&generic(leaf())),
        size_of_val(&generator()),
        size_of_val(&repeated()),
        size_of_val(&many_states()),
        size_of_val(&large()),
        size_of_val(&around_large()),
    ]
}
