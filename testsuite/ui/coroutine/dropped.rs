// Every state in which a coroutine can be dropped.
//@ run-pass
//@ lowered: 1
//@ stdout: resumed 0 times
//@ stdout:   drop captured
//@ stdout: resumed 1 times
//@ stdout: Yielded("captured")
//@ stdout:   drop local
//@ stdout:   drop resumed with
//@ stdout:   drop captured
//@ stdout: resumed 2 times
//@ stdout: Yielded("captured")
//@ stdout:   drop resumed with
//@ stdout: Yielded("moved")
//@ stdout:   drop resumed with
//@ stdout:   drop local
//@ stdout:   drop captured
//@ stdout: resumed 3 times
//@ stdout: Yielded("captured")
//@ stdout:   drop resumed with
//@ stdout: Yielded("moved")
//@ stdout:   drop resumed with
//@ stdout:   drop resumed with
//@ stdout:   drop local
//@ stdout: Complete(())
//@ stdout:   drop captured
#![feature(coroutines, coroutine_trait, stmt_expr_attributes)]
#[path = "../../run/common/mod.rs"]
mod common;

use common::Noisy;
use std::ops::Coroutine;
use std::pin::Pin;

fn main() {
    for resumed in 0..4 {
        println!("resumed {resumed} times");
        let captured = Noisy("captured");
        let mut coroutine = #[coroutine]
        move |argument: Noisy| {
            let _local = Noisy("local");
            let _second = yield captured.0;
            drop(argument);
            yield "moved";
        };
        for _ in 0..resumed {
            println!("{:?}", Pin::new(&mut coroutine).resume(Noisy("resumed with")));
        }
    }
}
