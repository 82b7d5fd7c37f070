//! Runs two futures concurrently in one task.

use core::fmt;
use core::pin::Pin;
use core::task::{Context, Poll};

use crate::maybe_done::MaybeDone;

/// Waits for both futures and returns both outputs.
///
/// Every poll polls each future that is not ready yet once, `a` before `b`. A future is dropped as
/// soon as it is ready; its output is kept until the other is ready too. Dropping the `Join` drops
/// whatever it still holds.
///
/// Joins nest: `join(a, join(b, c))`.
pub fn join<A: Future, B: Future>(a: A, b: B) -> Join<A, B> {
    Join { a: MaybeDone::Running(a), b: MaybeDone::Running(b) }
}

/// The future that [`join`] returns.
///
/// # Panics
/// If polled after it was ready.
#[must_use = "futures do nothing unless awaited or polled"]
pub struct Join<A: Future, B: Future> {
    a: MaybeDone<A>,
    b: MaybeDone<B>,
}

impl<A: Future, B: Future> Future for Join<A, B> {
    type Output = (A::Output, B::Output);

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        // SAFETY: both fields are pinned whenever the `Join` is: nothing below moves them, `Join`
        // is neither `Drop` nor packed, and it is `Unpin` only if both fields are.
        let (mut a, mut b) = unsafe {
            let this = self.get_unchecked_mut();
            (Pin::new_unchecked(&mut this.a), Pin::new_unchecked(&mut this.b))
        };
        // No short circuit: both must get their turn.
        let a_done = a.as_mut().poll_done(context);
        let b_done = b.as_mut().poll_done(context);
        if !(a_done && b_done) {
            return Poll::Pending;
        }
        match (a.take_output(), b.take_output()) {
            (Some(a), Some(b)) => Poll::Ready((a, b)),
            _ => unreachable!("a future that is done has its output"),
        }
    }
}

impl<A: Future, B: Future> fmt::Debug for Join<A, B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Join").finish_non_exhaustive()
    }
}

#[cfg(all(test, not(loom)))]
mod tests {
    use super::*;
    use crate::testing::CountingWaker;
    use crate::yield_now;
    use std::cell::RefCell;
    use std::pin::pin;
    use std::rc::Rc;

    struct Logged(&'static str, Rc<RefCell<Vec<String>>>);

    impl Drop for Logged {
        fn drop(&mut self) {
            self.1.borrow_mut().push(format!("drop {}", self.0));
        }
    }

    async fn turns(name: &'static str, count: u32, log: Rc<RefCell<Vec<String>>>) -> &'static str {
        let _logged = Logged(name, log.clone());
        for turn in 0..count {
            log.borrow_mut().push(format!("{name}{turn}"));
            yield_now().await;
        }
        name
    }

    #[test]
    fn turns_alternate_and_a_finished_future_is_dropped_first() {
        let log = Rc::new(RefCell::new(Vec::new()));
        let counter = CountingWaker::new();
        let mut future = pin!(join(turns("a", 1, log.clone()), turns("b", 3, log.clone())));
        let mut polls = 1;
        let output = loop {
            match counter.poll(future.as_mut()) {
                Poll::Ready(output) => break output,
                Poll::Pending => polls += 1,
            }
        };
        assert_eq!(output, ("a", "b"));
        assert_eq!(polls, 4);
        assert_eq!(*log.borrow(), ["a0", "b0", "drop a", "b1", "b2", "drop b"]);
    }

    #[test]
    fn dropping_it_drops_what_is_inside() {
        let log = Rc::new(RefCell::new(Vec::new()));
        {
            let mut future = pin!(join(turns("a", 1, log.clone()), turns("b", 2, log.clone())));
            let counter = CountingWaker::new();
            assert!(counter.poll(future.as_mut()).is_pending());
            assert!(counter.poll(future.as_mut()).is_pending());
        }
        assert_eq!(*log.borrow(), ["a0", "b0", "drop a", "b1", "drop b"]);
    }

    #[test]
    #[should_panic(expected = "polled after its completion")]
    fn polling_it_again_panics() {
        let counter = CountingWaker::new();
        let mut future = pin!(join(async {}, async {}));
        assert_eq!(counter.poll(future.as_mut()), Poll::Ready(((), ())));
        let _ = counter.poll(future.as_mut());
    }
}
