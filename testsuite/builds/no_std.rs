//! A library without std: on core alone, and with alloc where the cfg says so.

#![no_std]

use core::future::Future;
use core::pin::Pin;
use core::task::{Context, Poll};

/// Pending `0` times.
pub struct Later(pub u32);

impl Future for Later {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<()> {
        if self.0 == 0 {
            return Poll::Ready(());
        }
        self.0 -= 1;
        Poll::Pending
    }
}

/// Not generic.
pub async fn countdown(mut n: u32) -> u32 {
    let mut sum = 0;
    while n > 0 {
        Later(1).await;
        sum += n;
        n -= 1;
    }
    sum
}

/// Generic.
pub async fn kept<T: Clone>(value: T) -> (T, u32) {
    let copy = value.clone();
    let sum = countdown(3).await;
    drop(value);
    Later(1).await;
    (copy, sum)
}

/// Boxed.
#[cfg(feature = "alloc")]
pub mod boxed {
    extern crate alloc;

    use alloc::boxed::Box;
    use core::future::Future;
    use core::pin::Pin;

    /// Recursive.
    pub fn down(n: u32) -> Pin<Box<dyn Future<Output = u32>>> {
        Box::pin(async move {
            super::Later(1).await;
            if n == 0 { 0 } else { down(n - 1).await + n }
        })
    }
}
