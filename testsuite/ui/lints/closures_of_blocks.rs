// A closure that returns an async block, where an async closure would do.
//@ check-pass
//@ warning: closure returning async block can be made into an async closure
#![crate_type = "lib"]
#![feature(async_fn_track_caller)]
#![warn(closure_returning_async_block)]

pub async fn body() -> u8 {
    let closure = |number: u8| async move { number + 1 };
    closure(1).await
}
