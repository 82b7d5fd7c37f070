// A lint level that a body must not lower.
//@ check-fail
//@ error[E0453]: allow(unsafe_code) incompatible with previous forbid
//@ error: usage of an `unsafe` block
#![crate_type = "lib"]
#![forbid(unsafe_code)]

#[allow(unsafe_code)]
pub async fn allowed() {}

pub async fn body(pointer: *const u8) -> u8 {
    std::future::ready(()).await;
    unsafe { *pointer }
}
