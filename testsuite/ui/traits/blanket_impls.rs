// Implementations for references and for all that implement another trait.
//@ run-pass
//@ lowered: 3
#[path = "../../run/common/mod.rs"]
mod common;

use common::{drive, pause};

trait Source {
    async fn next(&mut self) -> Option<u8>;
}

trait SourceExt: Source {
    async fn total(&mut self) -> u32 {
        let mut total = 0;
        while let Some(byte) = self.next().await {
            total += u32::from(byte);
        }
        total
    }
}

impl<S: Source + ?Sized> SourceExt for S {}

impl<S: Source + ?Sized> Source for &mut S {
    async fn next(&mut self) -> Option<u8> {
        (**self).next().await
    }
}

impl Source for std::vec::IntoIter<u8> {
    async fn next(&mut self) -> Option<u8> {
        pause().await;
        Iterator::next(self)
    }
}

fn main() {
    let mut bytes = vec![1, 2, 3, 4].into_iter();
    let mut reference = &mut bytes;
    assert_eq!(drive(Source::next(&mut reference)), Some(1));
    assert_eq!(drive(SourceExt::total(&mut &mut reference)), 9);
}
