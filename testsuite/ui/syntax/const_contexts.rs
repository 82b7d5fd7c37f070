// Calls and blocks in constants: an async fn cannot be called there, a block can be made.
//@ check-fail
//@ error[E0015]: cannot call non-const function `other` in constant functions
//@ error[E0658]: `async` blocks are not allowed in constant functions
#![crate_type = "lib"]

async fn other() {}

pub const fn calls() {
    let future = other();
    std::mem::forget(future);
}

pub const fn blocks() {
    std::mem::forget(async { 1 });
}
