//! A slot for one value that anybody may set and one task awaits.

use core::cell::Cell;
use core::fmt;
use core::pin::Pin;
use core::task::{Context, Poll, Waker};

use critical_section::Mutex;

use crate::critical;

/// Carries the latest value from interrupts or tasks to the task that waits for it.
///
/// A new value replaces one that nobody has taken, so the waiting task sees the latest. Anybody may
/// set it, but only one task at a time should wait. (If several wait, each value goes to one of
/// them, and they keep waking each other, which is correct but wasteful.)
///
/// Every access is a short critical section that moves the value, so keep `T` small. No foreign
/// code but [`Waker::clone`] runs inside it: values are dropped and tasks woken outside.
pub struct Signal<T> {
    state: Mutex<Cell<State<T>>>,
}

enum State<T> {
    Empty,
    Waiting(Waker),
    Set(T),
}

impl<T> Signal<T> {
    /// An empty signal.
    pub const fn new() -> Self {
        Signal { state: Mutex::new(Cell::new(State::Empty)) }
    }

    /// Stores `value`, replacing one that was not taken, and wakes the waiting task.
    ///
    /// Safe to call from an interrupt handler of any priority that critical sections mask.
    pub fn set(&self, value: T) {
        match self.replace(State::Set(value)) {
            State::Waiting(waker) => waker.wake(),
            State::Empty | State::Set(_) => {}
        }
    }

    /// Takes the value, if there is one. A waiting task keeps waiting.
    pub fn try_take(&self) -> Option<T> {
        critical::with(|cs| {
            let state = self.state.borrow(cs);
            match state.replace(State::Empty) {
                State::Set(value) => Some(value),
                other => {
                    state.set(other);
                    None
                }
            }
        })
    }

    /// Drops a value that was not taken. A waiting task keeps waiting.
    pub fn clear(&self) {
        drop(self.try_take());
    }

    /// Waits for a value and takes it.
    ///
    /// Cancel safe: dropping the future before it is ready takes no value.
    pub fn wait(&self) -> Wait<'_, T> {
        Wait { signal: self }
    }

    fn replace(&self, state: State<T>) -> State<T> {
        critical::with(|cs| self.state.borrow(cs).replace(state))
    }

    fn poll_take(&self, context: &mut Context<'_>) -> Poll<T> {
        let (poll, displaced) = critical::with(|cs| {
            let state = self.state.borrow(cs);
            match state.replace(State::Empty) {
                State::Set(value) => (Poll::Ready(value), None),
                State::Waiting(waker) if waker.will_wake(context.waker()) => {
                    state.set(State::Waiting(waker));
                    (Poll::Pending, None)
                }
                State::Waiting(other) => {
                    state.set(State::Waiting(context.waker().clone()));
                    (Poll::Pending, Some(other))
                }
                State::Empty => {
                    state.set(State::Waiting(context.waker().clone()));
                    (Poll::Pending, None)
                }
            }
        });
        // The task that waited before must not sleep on: it polls again and takes its turn.
        if let Some(waker) = displaced {
            waker.wake();
        }
        poll
    }
}

impl<T> Default for Signal<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T> fmt::Debug for Signal<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Signal").finish_non_exhaustive()
    }
}

/// The future that [`Signal::wait`] returns.
#[derive(Debug)]
#[must_use = "futures do nothing unless awaited or polled"]
pub struct Wait<'a, T> {
    signal: &'a Signal<T>,
}

impl<T> Future for Wait<'_, T> {
    type Output = T;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<T> {
        self.signal.poll_take(context)
    }
}

#[cfg(all(test, not(loom)))]
mod tests {
    use super::*;
    use crate::testing::CountingWaker;
    use std::sync::Arc;

    #[test]
    fn the_latest_value_wins() {
        let signal = Signal::new();
        signal.set(1);
        signal.set(2);
        let counter = CountingWaker::new();
        assert_eq!(counter.poll(Pin::new(&mut signal.wait())), Poll::Ready(2));
        assert_eq!(signal.try_take(), None);
    }

    #[test]
    fn setting_wakes_the_waiting_task_once() {
        let signal = Signal::new();
        let counter = CountingWaker::new();
        let mut wait = signal.wait();
        assert_eq!(counter.poll(Pin::new(&mut wait)), Poll::Pending);
        assert_eq!(counter.poll(Pin::new(&mut wait)), Poll::Pending);
        assert_eq!(counter.clones(), 1);
        signal.set('x');
        signal.set('y');
        assert_eq!(counter.wakes(), 1);
        assert_eq!(counter.poll(Pin::new(&mut wait)), Poll::Ready('y'));
    }

    #[test]
    fn a_cancelled_wait_takes_nothing() {
        let signal = Signal::new();
        let counter = CountingWaker::new();
        {
            let mut wait = signal.wait();
            assert_eq!(counter.poll(Pin::new(&mut wait)), Poll::Pending);
            signal.set(5);
        }
        assert_eq!(signal.try_take(), Some(5));
        {
            let mut wait = signal.wait();
            assert_eq!(counter.poll(Pin::new(&mut wait)), Poll::Pending);
        }
        signal.set(6);
        assert_eq!(counter.poll(Pin::new(&mut signal.wait())), Poll::Ready(6));
    }

    #[test]
    fn looking_at_an_empty_signal_leaves_the_waiting_task() {
        let signal = Signal::new();
        let counter = CountingWaker::new();
        let mut wait = signal.wait();
        assert_eq!(counter.poll(Pin::new(&mut wait)), Poll::Pending);
        assert_eq!(signal.try_take(), None);
        signal.clear();
        signal.set(1);
        assert_eq!(counter.wakes(), 1);
    }

    #[test]
    fn a_second_task_wakes_the_first() {
        let signal = Signal::new();
        let (first, second) = (CountingWaker::new(), CountingWaker::new());
        let (mut a, mut b) = (signal.wait(), signal.wait());
        assert_eq!(first.poll(Pin::new(&mut a)), Poll::Pending);
        assert_eq!(second.poll(Pin::new(&mut b)), Poll::Pending);
        assert_eq!((first.wakes(), second.wakes()), (1, 0));
        assert_eq!(first.poll(Pin::new(&mut a)), Poll::Pending);
        assert_eq!((first.wakes(), second.wakes()), (1, 1));
        signal.set(9);
        assert_eq!((first.wakes(), second.wakes()), (2, 1));
        assert_eq!(first.poll(Pin::new(&mut a)), Poll::Ready(9));
    }

    #[test]
    fn values_are_dropped_once_and_outside_the_critical_section() {
        struct Reenters<'a> {
            drops: &'a Signal<u32>,
            _alive: Arc<()>,
        }
        impl Drop for Reenters<'_> {
            fn drop(&mut self) {
                self.drops.set(self.drops.try_take().unwrap_or(0) + 1);
            }
        }
        let drops = Signal::new();
        let alive = Arc::new(());
        let signal = Signal::new();
        for _ in 0..2 {
            signal.set(Reenters { drops: &drops, _alive: alive.clone() });
        }
        assert_eq!(drops.try_take(), Some(1));
        signal.clear();
        assert_eq!(drops.try_take(), Some(1));
        assert_eq!(Arc::strong_count(&alive), 1);
    }
}
