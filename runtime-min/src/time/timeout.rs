//! Futures with a time limit.

use core::error::Error;
use core::fmt;
use core::time::Duration;

use super::Timer;
use crate::select::{Either, select};

/// Waits for `future` until `limit` has passed since the first poll, then drops it.
///
/// A future that becomes ready in the poll that finds the time up counts as in time.
///
/// # Errors
/// If the time is up.
pub async fn with_timeout<F: Future>(limit: Duration, future: F) -> Result<F::Output, TimedOut> {
    match select(future, Timer::after(limit)).await {
        Either::First(output) => Ok(output),
        Either::Second(()) => Err(TimedOut),
    }
}

/// The time was up before the future was ready.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TimedOut;

impl fmt::Display for TimedOut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the time is up")
    }
}

impl Error for TimedOut {}

#[cfg(all(test, not(loom)))]
mod tests {
    use super::super::{CLOCK, on_tick};
    use super::*;
    use crate::Signal;
    use crate::testing::CountingWaker;
    use std::pin::pin;
    use std::task::Poll;

    #[test]
    fn in_time_or_not() {
        let _clock = CLOCK.lock().unwrap();
        let counter = CountingWaker::new();
        let signal = Signal::new();
        let limit = Duration::from_micros(1500);
        {
            let mut late = pin!(with_timeout(limit, signal.wait()));
            for _ in 0..3 {
                assert_eq!(counter.poll(late.as_mut()), Poll::Pending);
                on_tick();
            }
            assert_eq!(counter.poll(late.as_mut()), Poll::Ready(Err(TimedOut)));
        }
        let mut early = pin!(with_timeout(limit, signal.wait()));
        assert_eq!(counter.poll(early.as_mut()), Poll::Pending);
        signal.set(3);
        assert_eq!(counter.poll(early.as_mut()), Poll::Ready(Ok(3)));
        assert_eq!(counter.wakes(), 2);
    }
}
