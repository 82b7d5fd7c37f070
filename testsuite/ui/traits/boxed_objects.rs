// A trait that a boxed future makes fit for trait objects.
//@ run-pass
//@ lowered: 2
#[path = "../../run/common/mod.rs"]
mod common;

use common::{Noisy, drive, pause};
use std::pin::Pin;

trait Handler {
    fn handle<'a>(&'a self, request: &'a str) -> Pin<Box<dyn Future<Output = String> + 'a>>;
}

struct Echo;
struct Chain(Vec<Box<dyn Handler>>);

impl Handler for Echo {
    fn handle<'a>(&'a self, request: &'a str) -> Pin<Box<dyn Future<Output = String> + 'a>> {
        Box::pin(async move {
            pause().await;
            request.to_uppercase()
        })
    }
}

impl Handler for Chain {
    fn handle<'a>(&'a self, request: &'a str) -> Pin<Box<dyn Future<Output = String> + 'a>> {
        let noisy = Noisy("chain");
        Box::pin(async move {
            let mut text = String::new();
            for handler in &self.0 {
                text += &handler.handle(request).await;
                text += noisy.0;
            }
            text
        })
    }
}

fn main() {
    let chain = Chain(vec![Box::new(Echo), Box::new(Chain(vec![Box::new(Echo)]))]);
    assert_eq!(drive(chain.handle("a")), "AchainAchainchain");
}
