//! Models of what threads share: loom executes each in every order of its threads, with every value that the
//! memory orders let a load see, and fails on a data race.

use std::pin::pin;
use std::task::{Context, Waker};

use loom::sync::Arc;
use loom::thread;

use crate::primitive::Place;
use crate::{Barrier, Channel, block_on};

/// Executes a model with at most so many switches away from a thread that could go on.
fn holds(preemptions: usize, model: fn()) {
    let mut builder = loom::model::Builder::new();
    builder.preemption_bound = Some(preemptions);
    builder.check(model);
}

/// Three values through one place, so that places are used again.
#[test]
fn a_channel_hands_values_over() {
    holds(3, || {
        let channel = Arc::new(Channel::<u32, 1>::new());
        let sending = Arc::clone(&channel);
        let sender = thread::spawn(move || {
            // SAFETY: it is the one sender.
            let mut sender = unsafe { sending.sender() };
            block_on(async {
                for value in 1..=3 {
                    sender.send(value).await;
                }
            });
        });
        // SAFETY: it is the one receiver.
        let mut receiver = unsafe { channel.receiver() };
        block_on(async {
            for value in 1..=3 {
                assert_eq!(receiver.receive().await, value);
            }
        });
        sender.join().unwrap();
    });
}

/// Each of two threads writes before the first wait, reads the other's value, and writes after the second.
#[test]
fn a_barrier_orders_what_is_on_its_sides() {
    holds(3, || {
        let shared = Arc::new((Barrier::new(), [Place::new(), Place::new()]));
        let run = |own: usize, shared: &(Barrier, [Place<usize>; 2])| {
            let (barrier, places) = shared;
            // SAFETY: loom finds who else uses it.
            unsafe { places[own].write(own) };
            block_on(barrier.wait(2));
            // SAFETY: as above.
            assert_eq!(unsafe { places[1 - own].read() }, 1 - own);
            block_on(barrier.wait(2));
            // SAFETY: as above.
            unsafe { places[own].write(own + 2) };
        };
        let other = Arc::clone(&shared);
        let thread = thread::spawn(move || run(1, &other));
        run(0, &shared);
        thread.join().unwrap();
    });
}

/// Whether a future is ready when it is polled for the third time. loom lets two threads that wait look at an old
/// value forever.
fn ready_soon(future: impl Future) -> bool {
    let mut future = pin!(future);
    let mut context = Context::from_waker(Waker::noop());
    (0..3).any(|_| future.as_mut().poll(&mut context).is_ready())
}

/// What two threads wrote before they came is seen by a third one, whoever is the last.
#[test]
fn a_barrier_hands_on_what_the_others_did() {
    holds(3, || {
        let shared = Arc::new((Barrier::new(), [Place::new(), Place::new(), Place::new()]));
        let run = |own: usize, shared: &(Barrier, [Place<usize>; 3])| {
            let (barrier, places) = shared;
            // SAFETY: loom finds who else uses it.
            unsafe { places[own].write(own) };
            if ready_soon(barrier.wait(3)) {
                for (number, place) in places.iter().enumerate() {
                    // SAFETY: as above.
                    assert_eq!(unsafe { place.read() }, number);
                }
            }
        };
        let threads = [1, 2].map(|own| {
            let shared = Arc::clone(&shared);
            thread::spawn(move || run(own, &shared))
        });
        run(0, &shared);
        for thread in threads {
            thread.join().unwrap();
        }
    });
}
