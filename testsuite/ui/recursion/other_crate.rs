// Generic async fns of another crate await a method that leads back to them.
//@ revisions: check build
//@[check] check-fail
//@[build] build-fail
//@ aux-build: drivers
//@ error[E0733]: recursion in an async fn requires boxing
//@ message: which leads to this async fn
#![crate_type = "lib"]

use drivers::{Step, in_order};

#[derive(Clone, Copy)]
pub struct Countdown(u32);

impl Step for Countdown {
    async fn step(self) -> u32 {
        match self.0 {
            0 => 0,
            left => in_order(Countdown(left - 1)).await,
        }
    }
}
