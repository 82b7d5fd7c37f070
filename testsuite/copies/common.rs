//! What the shapes have in common.

use core::future::Future;
use core::hint::black_box;
use core::pin::{Pin, pin};
use core::task::{Context, Poll, Waker};

include!("../common/pause.rs");

/// A resource that is given back, and that nobody copies.
pub struct Pin1(pub u8);

impl Drop for Pin1 {
    fn drop(&mut self) {
        black_box(self.0);
    }
}

/// Lets the address of `value` out, and reads all of it.
pub fn look<T: ?Sized>(value: &T) -> &T {
    black_box(value)
}

/// Mixes words into one.
pub fn mix(words: &[u32]) -> u32 {
    words.iter().fold(7, |sum, word| sum.rotate_left(5) ^ word)
}

/// Polls to the end.
pub fn drive<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    let mut context = Context::from_waker(Waker::noop());
    loop {
        if let Poll::Ready(output) = black_box(&mut future).as_mut().poll(&mut context) {
            return output;
        }
    }
}
