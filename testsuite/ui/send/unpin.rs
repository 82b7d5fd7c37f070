// A coroutine that may point into itself cannot be moved.
//@ check-fail
//@ error[E0277]: `{async fn body of body()}` cannot be unpinned
//@ error[E0277]: `{async block@ui/send/unpin.rs:18:11: 18:16}` cannot be unpinned
//@ error[E0277]: `{async block@ui/send/unpin.rs:19:22: 19:27}` cannot be unpinned
//@ error[E0277]: `{static coroutine@ui/send/unpin.rs:23:9: 23:18}` cannot be unpinned
#![crate_type = "lib"]
#![feature(coroutines, stmt_expr_attributes)]

use std::pin::Pin;

fn unpin(_: impl Unpin) {}

async fn body() {}

pub fn all() {
    unpin(body());
    unpin(async {});
    let mut future = async {};
    let _ = Pin::new(&mut future);
    unpin(
        #[coroutine]
        static || yield,
    );
    // These can be moved.
    unpin(
        #[coroutine]
        || yield,
    );
    unpin(Box::pin(body()));
}
