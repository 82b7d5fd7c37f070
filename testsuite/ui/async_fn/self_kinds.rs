// Methods with every kind of receiver.
//@ run-pass
//@ lowered: 7
#[path = "../../run/common/mod.rs"]
mod common;

use common::{drive, pause};
use std::pin::{Pin, pin};
use std::rc::Rc;

#[derive(Clone)]
struct Number(u32);

impl Number {
    async fn by_value(self) -> u32 {
        pause().await;
        self.0
    }

    async fn by_reference(&self) -> u32 {
        pause().await;
        self.0
    }

    async fn by_mutable_reference(&mut self) -> u32 {
        self.0 += 1;
        pause().await;
        self.0 += 1;
        self.0
    }

    async fn boxed(self: Box<Self>) -> u32 {
        pause().await;
        self.0
    }

    async fn counted(self: Rc<Self>) -> usize {
        pause().await;
        Rc::strong_count(&self)
    }

    async fn pinned(mut self: Pin<&mut Self>) -> u32 {
        pause().await;
        self.0 *= 2;
        self.0
    }

    async fn without() -> u32 {
        pause().await;
        0
    }
}

fn main() {
    let mut number = Number(3);
    assert_eq!(drive(number.clone().by_value()), 3);
    assert_eq!(drive(number.by_reference()), 3);
    assert_eq!(drive(number.by_mutable_reference()), 5);
    assert_eq!(drive(Box::new(number.clone()).boxed()), 5);
    let counted = Rc::new(number.clone());
    assert_eq!(drive(Rc::clone(&counted).counted()), 2);
    assert_eq!(drive(pin!(number).pinned()), 10);
    assert_eq!(drive(Number::without()), 0);
}
