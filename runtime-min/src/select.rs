//! Waits for the first of two futures.

use core::fmt;
use core::pin::Pin;
use core::task::{Context, Poll};

/// Waits until one of the futures is ready, and drops the other.
///
/// Every poll polls `a` first, and `b` only if `a` is not ready. So `a` wins if both are ready; in
/// a loop, put first what is ready less often. Dropping the `Select` drops the loser, so that
/// should be cancel safe, or a `Pin<&mut F>` that is awaited again later.
///
/// Selects nest: `select(a, select(b, c))`.
pub fn select<A: Future, B: Future>(a: A, b: B) -> Select<A, B> {
    Select { a, b }
}

/// Which of two futures was ready first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Either<A, B> {
    /// The first argument's output.
    First(A),
    /// The second argument's output.
    Second(B),
}

/// The future that [`select`] returns.
#[must_use = "futures do nothing unless awaited or polled"]
pub struct Select<A, B> {
    a: A,
    b: B,
}

impl<A: Future, B: Future> Future for Select<A, B> {
    type Output = Either<A::Output, B::Output>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        // SAFETY: both fields are pinned whenever the `Select` is: nothing below moves them,
        // `Select` is neither `Drop` nor packed, and it is `Unpin` only if both fields are.
        let (a, b) = unsafe {
            let this = self.get_unchecked_mut();
            (Pin::new_unchecked(&mut this.a), Pin::new_unchecked(&mut this.b))
        };
        if let Poll::Ready(output) = a.poll(context) {
            return Poll::Ready(Either::First(output));
        }
        b.poll(context).map(Either::Second)
    }
}

impl<A, B> fmt::Debug for Select<A, B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Select").finish_non_exhaustive()
    }
}

#[cfg(all(test, not(loom)))]
mod tests {
    use super::*;
    use crate::testing::CountingWaker;
    use crate::{Signal, yield_now};
    use std::pin::pin;

    #[test]
    fn the_first_that_is_ready_wins_and_the_other_is_dropped() {
        let (a, b) = (Signal::new(), Signal::new());
        let counter = CountingWaker::new();
        {
            let mut future = pin!(select(a.wait(), b.wait()));
            assert_eq!(counter.poll(future.as_mut()), Poll::Pending);
            b.set('b');
            assert_eq!(counter.wakes(), 1);
            assert_eq!(counter.poll(future.as_mut()), Poll::Ready(Either::Second('b')));
        }
        a.set('a');
        assert_eq!(a.try_take(), Some('a'));
    }

    #[test]
    fn when_both_are_ready_it_is_the_first() {
        let counter = CountingWaker::new();
        let mut future = pin!(select(yield_now(), select(yield_now(), yield_now())));
        assert_eq!(counter.poll(future.as_mut()), Poll::Pending);
        assert_eq!(counter.wakes(), 3);
        assert_eq!(counter.poll(future.as_mut()), Poll::Ready(Either::First(())));
    }
}
