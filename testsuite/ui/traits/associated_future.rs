// A future as an associated type: named, opaque, and with a lifetime.
//@ run-pass
//@ lowered: 2
#![feature(impl_trait_in_assoc_type)]
#[path = "../../run/common/mod.rs"]
mod common;

use common::{Pause, drive, pause};
use std::future::Ready;

trait Service {
    type Future<'a>: Future<Output = usize>
    where
        Self: 'a;

    fn call<'a>(&'a mut self, input: &'a str) -> Self::Future<'a>;
}

struct Length;
struct Buffered(String);

impl Service for Length {
    type Future<'a> = Ready<usize>;

    fn call<'a>(&'a mut self, input: &'a str) -> Ready<usize> {
        std::future::ready(input.len())
    }
}

impl Service for Buffered {
    type Future<'a> = impl Future<Output = usize>;

    fn call<'a>(&'a mut self, input: &'a str) -> Self::Future<'a> {
        async move {
            Pause(2).await;
            self.0.push_str(input);
            pause().await;
            self.0.len()
        }
    }
}

async fn twice<S: Service>(service: &mut S) -> usize {
    service.call("abc").await + service.call("d").await
}

fn main() {
    assert_eq!(drive(twice(&mut Length)), 4);
    assert_eq!(drive(twice(&mut Buffered(String::new()))), 3 + 4);
}
