// Recursion through a closure that gets itself as an argument.
//@ run-pass
//@ lowered: 1
#[path = "../../run/common/mod.rs"]
mod common;

use common::{drive, pause};
use std::pin::Pin;
use std::rc::Rc;

type Boxed = Pin<Box<dyn Future<Output = u64>>>;

#[derive(Clone)]
struct Step(Rc<dyn Fn(u64, Step) -> Boxed>);

fn main() {
    let step = Step(Rc::new(|n, again: Step| {
        Box::pin(async move {
            pause().await;
            if n == 0 { 1 } else { n * (again.0)(n - 1, again.clone()).await }
        })
    }));
    assert_eq!(drive((step.0)(5, step.clone())), 120);
}
