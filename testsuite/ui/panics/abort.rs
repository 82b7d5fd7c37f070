// With `panic=abort` a panic in a body ends the process, without destructors.
//@ run-fail
//@ status: signal 6
//@ compile-flags: -Cpanic=abort
//@ lowered: 1
//@ stdout:   pending
//@ stderr: the body fails
#[path = "../../run/common/mod.rs"]
mod common;

use common::{Noisy, drive, pause};

async fn body() {
    let _never = Noisy("never");
    println!("  pending");
    pause().await;
    panic!("the body fails");
}

fn main() {
    drive(body());
}
