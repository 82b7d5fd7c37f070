// What has ended and is resumed says what it is.
//@ revisions: function block closure nested coroutine iterator
//@ run-fail
//@ status: 101
//@ lowered: 7
//@[function] stderr: `async fn` resumed after completion
//@[block] stderr: `async fn` resumed after completion
//@[closure] stderr: `async fn` resumed after completion
//@[nested] stderr: `async fn` resumed after completion
//@[coroutine] stderr: coroutine resumed after completion
//@[iterator] stderr: after the last item
#![feature(coroutines, coroutine_trait, gen_blocks, stmt_expr_attributes)]
#[path = "../../run/common/mod.rs"]
mod common;

use common::{pause, poll};
use std::ops::Coroutine;
use std::pin::Pin;

async fn function() {
    pause().await;
}

fn to_the_end(future: impl Future<Output = ()>) {
    let mut future = Box::pin(future);
    for _ in 0..3 {
        println!("{:?}", poll(future.as_mut()));
    }
}

fn main() {
    if cfg!(function) {
        to_the_end(function());
    } else if cfg!(block) {
        to_the_end(async { pause().await });
    } else if cfg!(closure) {
        to_the_end((async || pause().await)());
    } else if cfg!(nested) {
        to_the_end(async { async { pause().await }.await });
    } else if cfg!(coroutine) {
        let mut coroutine = #[coroutine]
        || {
            yield 1;
        };
        for _ in 0..3 {
            println!("{:?}", Pin::new(&mut coroutine).resume(()));
        }
    } else {
        let mut iterator = gen { yield 1 };
        for _ in 0..3 {
            println!("{:?}", iterator.next());
        }
        panic!("after the last item");
    }
}
