//! Models of the timer queue.

use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Waker};

use loom::thread;

use super::queue::{Node, Queue};
use crate::testing::model::{AT_MOST_3, holds, run, statics};

/// One context awaits a time, another awaits the same time and gives up, and the ticks come in a
/// third.
#[test]
fn a_timer_is_woken_at_its_time_whoever_gives_up() {
    holds(AT_MOST_3, 100, || {
        statics! {
            static QUEUE: Queue = Queue::new();
        }
        let queue: &'static Queue = &QUEUE;
        let node = move || Box::pin(Node::new(queue, 1));
        let gives_up = thread::spawn(move || {
            let _ = node().as_ref().poll(Waker::noop());
        });
        let ticks = thread::spawn(move || {
            queue.tick();
            queue.tick();
        });
        let node = node();
        run(poll_fn(|context: &mut Context<'_>| Pin::as_ref(&node).poll(context.waker())));
        assert!(queue.now() >= 1, "too early");
        gives_up.join().unwrap();
        ticks.join().unwrap();
    });
}
