//! Waits for a point in time.

use core::fmt;
use core::pin::Pin;
use core::task::{Context, Poll};
use core::time::Duration;

use super::queue::Node;
use super::{Instant, TIMERS};

const NANOS_PER_MILLI: u32 = 1_000_000;

/// A future that is ready once its point in time has come.
///
/// It is never ready early. The tick that reaches the deadline wakes its task once; it needs no
/// polls in between. Dropping it takes it out of the queue. Once ready, it completes at once if
/// awaited again.
///
/// Any number of timers may be awaited at once: the queue runs through the timers themselves. The
/// first poll, and the drop of a timer that is not due, walk the queue in a critical section, in
/// time proportional to the number of awaited timers.
#[must_use = "futures do nothing unless awaited or polled"]
pub struct Timer {
    node: Node,
}

impl Timer {
    /// Ready at `deadline`, or at once if that has passed.
    pub const fn at(deadline: Instant) -> Self {
        Timer { node: Node::new(&TIMERS, deadline.as_millis()) }
    }

    /// Ready when at least `millis` milliseconds have passed since this call; at once if it is 0.
    ///
    /// The current tick does not count, because an unknown part of it has passed already: up to
    /// `millis` + 1 milliseconds pass. For a period without drift, use [`Timer::at`].
    pub fn after_millis(millis: u32) -> Self {
        let ticks = match millis {
            0 => 0,
            n => u64::from(n) + 1,
        };
        Timer::at(Instant::now().saturating_add_millis(ticks))
    }

    /// Ready when at least `duration`, rounded up to milliseconds, has passed since this call: see
    /// [`after_millis`](Self::after_millis).
    pub fn after(duration: Duration) -> Self {
        let millis = u64::from(duration.subsec_nanos().div_ceil(NANOS_PER_MILLI))
            .saturating_add(duration.as_secs().saturating_mul(1000));
        let ticks = if millis == 0 { 0 } else { millis.saturating_add(1) };
        Timer::at(Instant::now().saturating_add_millis(ticks))
    }
}

impl Future for Timer {
    type Output = ();

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        // SAFETY: `node` is pinned whenever the timer is: nothing moves it out.
        let node = unsafe { self.as_ref().map_unchecked(|timer| &timer.node) };
        node.poll(context.waker())
    }
}

impl fmt::Debug for Timer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Timer").field("deadline", &self.node.deadline()).finish_non_exhaustive()
    }
}

#[cfg(all(test, not(loom)))]
mod tests {
    use super::super::{CLOCK, on_tick};
    use super::*;
    use crate::testing::{CountingWaker, YieldThread};
    use crate::{block_on_with, join};
    use std::pin::pin;
    use std::thread;

    #[test]
    fn ready_at_its_deadline_after_one_wake() {
        let _clock = CLOCK.lock().unwrap();
        let counter = CountingWaker::new();
        let mut timer = pin!(Timer::after_millis(2));
        for _ in 0..3 {
            assert_eq!(counter.poll(timer.as_mut()), Poll::Pending);
            assert_eq!(counter.wakes(), 0);
            on_tick();
        }
        assert_eq!(counter.wakes(), 1);
        assert_eq!(counter.poll(timer.as_mut()), Poll::Ready(()));
        assert_eq!(counter.poll(timer.as_mut()), Poll::Ready(()));
        assert_eq!(counter.clones(), 0);
    }

    #[test]
    fn zero_and_the_past_are_ready_at_once() {
        let _clock = CLOCK.lock().unwrap();
        on_tick();
        let counter = CountingWaker::new();
        assert_eq!(counter.poll(pin!(Timer::after_millis(0))), Poll::Ready(()));
        assert_eq!(counter.poll(pin!(Timer::at(Instant::ZERO))), Poll::Ready(()));
        assert_eq!(counter.clones(), 0);
    }

    #[test]
    fn the_end_of_time_is_not_reached_by_overflow() {
        let _clock = CLOCK.lock().unwrap();
        let counter = CountingWaker::new();
        let end = Instant::now().saturating_add_millis(u64::MAX);
        let mut timer = pin!(Timer::at(end));
        assert_eq!(counter.poll(timer.as_mut()), Poll::Pending);
        on_tick();
        assert_eq!(counter.poll(timer.as_mut()), Poll::Pending);
        assert_eq!(counter.wakes(), 0);
    }

    #[test]
    fn a_dropped_timer_leaves_the_queue() {
        let _clock = CLOCK.lock().unwrap();
        let counter = CountingWaker::new();
        {
            let mut timer = pin!(Timer::after_millis(1));
            assert_eq!(counter.poll(timer.as_mut()), Poll::Pending);
        }
        assert_eq!(counter.clones(), 0);
        on_tick();
        on_tick();
        assert_eq!(counter.wakes(), 0);
    }

    #[test]
    fn timers_side_by_side_under_a_ticking_clock() {
        let _clock = CLOCK.lock().unwrap();
        let start = Instant::now();
        let task = thread::spawn(move || {
            block_on_with(
                &mut YieldThread,
                join(
                    async {
                        for _ in 0..10 {
                            Timer::after_millis(3).await;
                        }
                        Instant::now()
                    },
                    async {
                        for n in 1..=10 {
                            Timer::at(start.saturating_add_millis(7 * n)).await;
                        }
                        Instant::now()
                    },
                ),
            )
        });
        while !task.is_finished() {
            on_tick();
            thread::yield_now();
        }
        let (first, second) = task.join().unwrap();
        assert!(first.millis_since(start) >= 30);
        assert!(second.millis_since(start) >= 70);
    }
}
