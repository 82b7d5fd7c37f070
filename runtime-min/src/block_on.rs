//! Runs one future to completion on the current thread of execution.

use core::pin::pin;
use core::task::{Context, Poll};

use crate::sleep::{DefaultSleep, Sleep};
#[cfg(test)]
use crate::testing::fault::{self, Fault};
use crate::waker;

/// Polls `future` until it is ready, and sleeps in [`DefaultSleep`] between wakes.
///
/// The future is polled once at the start, and once after each wake by a waker that any `block_on`
/// handed out; wakes that come together cause one poll. A wake during a poll causes another poll,
/// so none is lost.
///
/// Do not call it inside a critical section: the interrupts that would wake the future cannot run
/// there.
///
/// The future moves into this call's stack frame. To leave it where it is, pin it first and pass
/// the `Pin<&mut F>`, which is a future too.
pub fn block_on<F: Future>(future: F) -> F::Output {
    block_on_with(&mut DefaultSleep::default(), future)
}

/// Like [`block_on`], but sleeps as the caller chooses ([`Sleep`]).
pub fn block_on_with<F: Future>(sleep: &mut impl Sleep, future: F) -> F::Output {
    let mut future = pin!(future);
    let mut context = Context::from_waker(waker::get());
    loop {
        // Read before the poll, so that a wake during the poll makes the two counts differ.
        let seen = waker::wakes();
        if let Poll::Ready(output) = future.as_mut().poll(&mut context) {
            return output;
        }
        while waker::wakes() == seen {
            #[cfg(test)]
            if fault::is(Fault::SleepsWithoutLooking) {
                sleep.sleep_unless(|| false);
                continue;
            }
            sleep.sleep_unless(|| waker::wakes() != seen);
        }
    }
}

#[cfg(all(test, not(loom)))]
mod tests {
    use super::*;
    use crate::testing::YieldThread;
    use crate::{Signal, join, yield_now};
    use std::cell::Cell;
    use std::future::{pending, poll_fn, ready};
    use std::sync::Arc;
    use std::thread;

    #[test]
    fn a_ready_future_needs_no_wake() {
        assert_eq!(block_on(ready(7)), 7);
    }

    #[test]
    fn a_wake_during_the_poll_is_seen() {
        let polls = Cell::new(0);
        block_on(poll_fn(|context| {
            polls.set(polls.get() + 1);
            context.waker().wake_by_ref();
            if polls.get() == 1000 { Poll::Ready(()) } else { Poll::Pending }
        }));
        assert_eq!(polls.get(), 1000);
    }

    #[test]
    fn a_wake_from_elsewhere_is_seen() {
        let signal = Arc::new(Signal::new());
        let sender = signal.clone();
        let thread = thread::spawn(move || sender.set(42));
        assert_eq!(block_on(signal.wait()), 42);
        thread.join().unwrap();
    }

    #[test]
    fn nested_calls_do_not_take_each_others_wakes() {
        let polls = Cell::new(0);
        let outer = async {
            // This wake is for the outer future, but comes while the inner loop runs.
            poll_fn(|context| {
                polls.set(polls.get() + 1);
                if polls.get() == 1 {
                    context.waker().wake_by_ref();
                    block_on(yield_now());
                    return Poll::Pending;
                }
                Poll::Ready(())
            })
            .await;
        };
        block_on(outer);
        assert_eq!(polls.get(), 2);
    }

    #[test]
    fn threads_hand_a_token_back_and_forth() {
        const ROUNDS: u32 = 10_000;
        let ping = Arc::new(Signal::new());
        let pong = Arc::new(Signal::new());
        let (ping2, pong2) = (ping.clone(), pong.clone());
        let thread = thread::spawn(move || {
            block_on_with(&mut YieldThread, async {
                for _ in 0..ROUNDS {
                    let n: u32 = ping2.wait().await;
                    pong2.set(n + 1);
                }
            })
        });
        let last = block_on_with(&mut YieldThread, async {
            let mut n = 0;
            for _ in 0..ROUNDS {
                ping.set(n);
                n = pong.wait().await;
            }
            n
        });
        thread.join().unwrap();
        assert_eq!(last, ROUNDS);
    }

    #[test]
    fn the_sleep_is_asked_only_while_there_is_no_wake() {
        struct WakesItself(u32);
        impl Sleep for WakesItself {
            fn sleep_unless(&mut self, woken: impl Fn() -> bool) {
                self.0 += 1;
                waker::get().wake_by_ref();
                assert!(woken());
            }
        }
        let mut sleep = WakesItself(0);
        let mut polls = 0;
        block_on_with(
            &mut sleep,
            poll_fn(|_| {
                polls += 1;
                if polls < 5 { Poll::Pending } else { Poll::Ready(()) }
            }),
        );
        assert_eq!(polls, 5);
        // Other tests share the counter, so one of their wakes may have come first.
        assert!(sleep.0 <= 4);
    }

    #[test]
    fn join_inside_block_on_runs_both() {
        let never = async {
            let _held = join(ready(()), pending::<()>());
        };
        assert_eq!(block_on(join(never, yield_now())), ((), ()));
    }
}

#[cfg(all(test, loom))]
mod loom_models {
    use super::*;
    use crate::testing::model::{ANY_NUMBER, Plain, Wfe, Wfi, finds, holds, interrupt, statics};
    use loom::thread;
    use std::future::poll_fn;
    use std::task::Waker;

    /// A future that relies on being polled again after a wake.
    fn wake(sleep: &mut impl Sleep, comes: fn(&dyn Fn())) {
        statics! {
            static VALUE: Plain = Plain::new(0);
        }
        let mut thread = None;
        let first = poll_fn(|context| {
            if thread.is_some() {
                return Poll::Ready(VALUE.get());
            }
            let waker: Waker = context.waker().clone();
            thread = Some(thread::spawn(move || {
                comes(&|| {
                    VALUE.set(7);
                    waker.wake_by_ref();
                });
            }));
            Poll::Pending
        });
        assert_eq!(block_on_with(sleep, first), 7);
        thread.unwrap().join().unwrap();
    }

    fn wake_in_wfe() {
        wake(&mut Wfe, |wake| wake());
    }

    fn wake_in_wfi() {
        wake(&mut Wfi, |wake| interrupt(wake));
    }

    #[test]
    fn a_wake_is_seen_with_what_came_before_it() {
        holds(ANY_NUMBER, 4, wake_in_wfe);
        holds(ANY_NUMBER, 4, wake_in_wfi);
    }

    #[test]
    fn a_relaxed_order_where_wakes_are_counted_is_found() {
        finds(Fault::WakesSeenWithoutAcquire, "Causality violation", ANY_NUMBER, wake_in_wfe);
    }

    #[test]
    fn a_sleep_without_another_look_is_found() {
        finds(Fault::SleepsWithoutLooking, "deadlock", ANY_NUMBER, wake_in_wfi);
    }
}
