//! A period without drift.

use core::fmt;

use super::{Instant, Timer};

/// Equidistant points in time.
///
/// ```
/// # use runtime_min::time::Ticker;
/// # fn sample() {}
/// async fn sampler() {
///     let mut ticker = Ticker::every_millis(10);
///     loop {
///         ticker.tick().await;
///         sample();
///     }
/// }
/// ```
#[derive(Clone)]
pub struct Ticker {
    next: Instant,
    period: u64,
}

impl Ticker {
    /// A point every `millis` milliseconds, the first that long after this call.
    pub fn every_millis(millis: u32) -> Self {
        let period = u64::from(millis);
        Ticker { next: Instant::now().saturating_add_millis(period), period }
    }

    /// Waits for the next point, and returns it.
    ///
    /// It is ready at once if the point has passed: a late caller catches up and misses none.
    /// Cancel safe: dropping the future leaves the point for the next call.
    pub async fn tick(&mut self) -> Instant {
        let point = self.next;
        Timer::at(point).await;
        self.next = point.saturating_add_millis(self.period);
        point
    }
}

impl fmt::Debug for Ticker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Ticker").field("next", &self.next).finish_non_exhaustive()
    }
}

#[cfg(all(test, not(loom)))]
mod tests {
    use super::super::{CLOCK, on_tick};
    use super::*;
    use crate::testing::CountingWaker;
    use std::pin::pin;
    use std::task::Poll;

    #[test]
    fn who_is_late_catches_up_and_who_cancels_misses_nothing() {
        let _clock = CLOCK.lock().unwrap();
        let counter = CountingWaker::new();
        let start = Instant::now();
        let mut ticker = Ticker::every_millis(2);
        for _ in 0..3 {
            assert_eq!(counter.poll(pin!(ticker.tick())), Poll::Pending);
        }
        for _ in 0..5 {
            on_tick();
        }
        for point in [2, 4] {
            let expected = start.saturating_add_millis(point);
            assert_eq!(counter.poll(pin!(ticker.tick())), Poll::Ready(expected));
        }
        assert_eq!(counter.poll(pin!(ticker.tick())), Poll::Pending);
    }
}
