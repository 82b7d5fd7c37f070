// What was never polled gives back its captures, in order.
//@ run-pass
//@ lowered: 1
//@ stdout: drop
//@ stdout:   drop third
//@ stdout:   drop first
//@ stdout:   drop second
//@ stdout: end
#[path = "../../run/common/mod.rs"]
mod common;

use common::{Noisy, pause};

fn main() {
    let (first, second, third) = (Noisy("first"), Noisy("second"), Noisy("third"));
    let future = async move {
        pause().await;
        drop(third);
        drop(first);
        let _second = second;
    };
    println!("drop");
    drop(future);
    println!("end");
}
