// The locals of a body are gone when it is ready, and its captures with them.
//@ run-pass
//@ lowered: 1
//@ stdout:   drop local
//@ stdout:   drop captured
//@ stdout: polled
//@ stdout: dropped
//@ stdout:   drop result
#[path = "../../run/common/mod.rs"]
mod common;

use common::{Noisy, poll};
use std::pin::Pin;

fn main() {
    let captured = Noisy("captured");
    let mut future = Box::pin(async move {
        let _captured = captured;
        let _local = Noisy("local");
        Noisy("result")
    });
    let output = poll(Pin::as_mut(&mut future));
    println!("polled");
    drop(future);
    println!("dropped");
    drop(output);
}
