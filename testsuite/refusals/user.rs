//! A program that polls the library's futures.

use std::future::Future;
use std::pin::pin;
use std::task::{Context, Waker};

fn main() {
    let mut context = Context::from_waker(Waker::noop());
    println!("{:?}", pin!(library::generic(1_u32)).poll(&mut context));
    println!("{:?}", pin!(library::generic("text")).poll(&mut context));
    println!("{:?}", pin!(library::plain(2)).poll(&mut context));
    println!("{}", library::here(&mut context));
}
