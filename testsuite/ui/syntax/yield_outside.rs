// `yield` outside of what yields, and in what only awaits.
//@ check-fail
//@ error: `yield` can only be used in `#[coroutine]` closures, or `gen` blocks
//@ error[E0727]: `async` coroutines are not yet supported
//@ error[E0627]: yield expression outside of coroutine literal
#![crate_type = "lib"]
#![feature(coroutines, yield_expr)]

pub fn plain() {
    yield 1;
}

pub async fn in_an_async_fn() {
    yield 1;
}
