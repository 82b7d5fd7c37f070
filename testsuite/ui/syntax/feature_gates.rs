// What needs a feature that is not turned on.
//@ check-fail
//@ error[E0658]: gen blocks are experimental
//@ error[E0658]: gen blocks are experimental
//@ error[E0658]: yield syntax is experimental
//@ error[E0658]: yield syntax is experimental
//@ error[E0658]: yield syntax is experimental
//@ error[E0658]: yield syntax is experimental
//@ error: `yield` can only be used in `#[coroutine]` closures, or `gen` blocks
//@ error[E0658]: yield syntax is experimental
//@ error[E0658]: yield syntax is experimental
#![crate_type = "lib"]

pub fn coroutine() {
    let _ = || yield 1;
}

pub fn generator() -> impl Iterator<Item = u8> {
    gen { yield 1 }
}

pub fn async_generator() {
    let _ = async gen { yield 1 };
}
