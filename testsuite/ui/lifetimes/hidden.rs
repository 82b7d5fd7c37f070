// An opaque future keeps a lifetime that its type does not name.
//@ revisions: before since
//@[before] edition: 2021
//@[before] check-fail
//@[since] check-pass
//@[before] error[E0700]: hidden type for `impl Future<Output = usize>` captures lifetime that does not appear in bounds
//@[before] error[E0700]: hidden type for `impl Future<Output = usize>` captures lifetime that does not appear in bounds
#![crate_type = "lib"]

use std::future::Future;

pub fn length(text: &str) -> impl Future<Output = usize> {
    async move { text.len() }
}

pub struct Holder<'a>(&'a str);

impl<'a> Holder<'a> {
    pub fn both(&self) -> impl Future<Output = usize> + use<'a> {
        let text = self.0;
        async move { text.len() }
    }

    pub fn all(&self, other: &str) -> impl Future<Output = usize> {
        let length = other.len() + self.0.len();
        std::future::ready(other).map_length(length)
    }
}

trait MapLength: Future + Sized {
    fn map_length(self, length: usize) -> impl Future<Output = usize> {
        async move {
            self.await;
            length
        }
    }
}

impl<F: Future> MapLength for F {}
