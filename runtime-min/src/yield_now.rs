//! Gives others a turn.

use core::pin::Pin;
use core::task::{Context, Poll};

/// A future that is pending exactly once and then wakes itself at once.
///
/// Whoever polls this task polls the other due tasks before it polls this one again.
pub fn yield_now() -> YieldNow {
    YieldNow { yielded: false }
}

/// The future that [`yield_now`] returns.
#[derive(Debug)]
#[must_use = "futures do nothing unless awaited or polled"]
pub struct YieldNow {
    yielded: bool,
}

impl Future for YieldNow {
    type Output = ();

    // So short that a call costs more; inlined into the task's poll, it calls the waker directly.
    #[inline(always)]
    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        if self.yielded {
            return Poll::Ready(());
        }
        self.yielded = true;
        context.waker().wake_by_ref();
        Poll::Pending
    }
}

#[cfg(all(test, not(loom)))]
mod tests {
    use super::*;
    use crate::testing::CountingWaker;

    #[test]
    fn pending_once_with_one_wake() {
        let counter = CountingWaker::new();
        let mut future = yield_now();
        assert_eq!(counter.poll(Pin::new(&mut future)), Poll::Pending);
        assert_eq!(counter.wakes(), 1);
        assert_eq!(counter.poll(Pin::new(&mut future)), Poll::Ready(()));
        assert_eq!(counter.wakes(), 1);
    }
}
