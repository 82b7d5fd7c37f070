//! Models of everything in [`sync`](super).

use std::future::poll_fn;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use loom::sync::atomic::AtomicBool;
use loom::thread;

use super::*;
use crate::primitive::Ordering;
use crate::testing::fault::Fault;
use crate::testing::model::{ANY_NUMBER, AT_MOST_3, Plain, all_end, finds, holds, run, statics};

/// Polls a future once and drops it; returns its output, if it was ready.
fn poll_once<T>(future: impl Future<Output = T>) -> Option<T> {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => Some(output),
        Poll::Pending => None,
    }
}

/// Three contexts lock a mutex, and one of them may give up waiting.
fn mutex() {
    statics! {
        static MUTEX: Mutex<Plain> = Mutex::new(Plain::new(0));
    }
    fn count() {
        run(async {
            let guard = MUTEX.lock().await;
            guard.set(guard.get() + 1);
        });
    }
    let threads = [thread::spawn(count), thread::spawn(|| drop(poll_once(MUTEX.lock())))];
    count();
    all_end(threads);
    assert_eq!(MUTEX.try_lock().expect("it is still locked").get(), 2);
}

#[test]
fn a_mutex_is_locked_by_one_at_a_time() {
    holds(AT_MOST_3, 1000, mutex);
}

#[test]
fn an_unlock_that_wakes_nobody_is_found() {
    finds(Fault::ReleaseWakesNobody, "deadlock", AT_MOST_3, mutex);
}

#[test]
fn a_lock_that_a_cancelled_future_keeps_is_found() {
    finds(Fault::CancelledKeepsItsGrant, "it is still locked", AT_MOST_3, mutex);
}

/// Two contexts want a permit for good, and a third adds the second permit.
#[test]
fn a_semaphore_gives_each_permit_once() {
    holds(AT_MOST_3, 100, || {
        statics! {
            static SEMAPHORE: Semaphore = Semaphore::new(1);
        }
        fn acquire() {
            run(SEMAPHORE.acquire()).forget();
        }
        let threads = [thread::spawn(acquire), thread::spawn(acquire)];
        SEMAPHORE.release();
        all_end(threads);
        assert_eq!(SEMAPHORE.free_permits(), 0);
    });
}

/// One context sends more values than there are places, and another receives them.
fn channel() {
    statics! {
        static CHANNEL: Channel<Plain, 1> = Channel::new();
    }
    let sender = thread::spawn(|| {
        run(async {
            for number in 0..3 {
                let value = Plain::new(0);
                value.set(number);
                CHANNEL.send(value).await;
            }
        });
    });
    for number in 0..3 {
        assert_eq!(run(CHANNEL.receive()).get(), number);
    }
    sender.join().unwrap();
    assert!(CHANNEL.try_receive().is_none());
}

#[test]
fn a_channel_hands_over_all_values_in_order() {
    holds(AT_MOST_3, 100, channel);
}

#[test]
fn a_place_that_nobody_hears_of_is_found() {
    finds(Fault::ReleaseWakesNobody, "deadlock", AT_MOST_3, channel);
}

/// A receiver gives up when it may already have been given the value that another one waits for.
fn receiver_gives_up() {
    statics! {
        static CHANNEL: Channel<u32, 1> = Channel::new();
    }
    let gives_up = thread::spawn(|| poll_once(CHANNEL.receive()).unwrap_or(0));
    let sender = thread::spawn(|| {
        run(async {
            CHANNEL.send(1).await;
            CHANNEL.send(2).await;
        });
    });
    // The other receiver takes at most one of the two values.
    let mut received = run(CHANNEL.receive());
    sender.join().unwrap();
    received += gives_up.join().unwrap();
    received += CHANNEL.try_receive().unwrap_or(0);
    assert_eq!(received, 3, "a value is lost or came twice");
}

#[test]
fn a_value_for_who_gave_up_goes_to_the_next() {
    holds(AT_MOST_3, 100, receiver_gives_up);
}

#[test]
fn a_value_that_a_cancelled_future_keeps_is_found() {
    finds(Fault::CancelledKeepsItsGrant, "a value is lost", AT_MOST_3, receiver_gives_up);
}

/// Two contexts follow a value until they have seen the last one.
fn watch() {
    statics! {
        static WATCH: Watch<u32> = Watch::new();
    }
    fn follow() {
        let mut receiver = WATCH.receiver();
        let mut last = 0;
        while last < 2 {
            let value = run(receiver.changed());
            assert!(value > last, "an old value");
            last = value;
        }
    }
    let threads = [thread::spawn(follow), thread::spawn(follow)];
    WATCH.send(1);
    WATCH.send(2);
    all_end(threads);
}

#[test]
fn a_watch_shows_all_the_latest_value() {
    holds(AT_MOST_3, 1000, watch);
}

#[test]
fn a_watch_that_wakes_one_of_two_is_found() {
    finds(Fault::OneIsWoken, "deadlock", AT_MOST_3, watch);
}

#[test]
fn a_signal_hands_over_the_latest_value() {
    holds(ANY_NUMBER, 10, || {
        statics! {
            static SIGNAL: Signal<Plain> = Signal::new();
        }
        let setter = thread::spawn(|| {
            for number in 1..=2 {
                let value = Plain::new(0);
                value.set(number);
                SIGNAL.set(value);
            }
        });
        let mut last = 0;
        while last < 2 {
            let value = run(SIGNAL.wait()).get();
            assert!(value > last, "an old value");
            last = value;
        }
        setter.join().unwrap();
        assert!(SIGNAL.try_take().is_none());
    });
}

/// A custom future that registers first, then checks.
#[test]
fn an_atomic_waker_wakes_who_registered_before_the_look() {
    holds(ANY_NUMBER, 5, || {
        statics! {
            static WAKER: AtomicWaker = AtomicWaker::new();
            static FLAG: AtomicBool = AtomicBool::new(false);
            static VALUE: Plain = Plain::new(0);
        }
        let other = thread::spawn(|| {
            VALUE.set(7);
            FLAG.store(true, Ordering::Release);
            WAKER.wake();
        });
        run(poll_fn(|context| {
            WAKER.register(context.waker());
            if FLAG.load(Ordering::Acquire) { Poll::Ready(()) } else { Poll::Pending }
        }));
        assert_eq!(VALUE.get(), 7);
        other.join().unwrap();
    });
}

/// A handler writes something and notifies the task that reads it.
fn interrupt() {
    statics! {
        static INTERRUPT: Interrupt = Interrupt::new();
        static VALUES: [Plain; 2] = [Plain::new(0), Plain::new(0)];
    }
    let handler = thread::spawn(|| {
        for value in &*VALUES {
            value.set(7);
            INTERRUPT.notify();
        }
    });
    let mut count = 0;
    while count < 2 {
        count += run(INTERRUPT.wait());
        for value in &VALUES[..count as usize] {
            assert_eq!(value.get(), 7);
        }
    }
    handler.join().unwrap();
}

#[test]
fn a_task_finds_what_its_interrupt_left() {
    holds(ANY_NUMBER, 10, interrupt);
}

#[test]
fn a_relaxed_order_where_interrupts_are_counted_is_found() {
    finds(Fault::CountedWithoutAcquire, "Causality violation", ANY_NUMBER, interrupt);
}

#[test]
fn a_waker_registered_after_the_look_is_found() {
    finds(Fault::RegisteredTooLate, "deadlock", ANY_NUMBER, interrupt);
}
