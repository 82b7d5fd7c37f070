//! The future that the programs suspend by.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

/// Pending once.
pub struct Suspend(pub bool);

impl Future for Suspend {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<()> {
        if self.0 {
            return Poll::Ready(());
        }
        self.0 = true;
        Poll::Pending
    }
}
