//! What the programs share: a poll loop by hand, a future that is pending, and a value that tells
//! of its end. There is no async function here, so that a program's count of lowered coroutines is
//! its own.

#![allow(dead_code)]

use std::future::Future;
use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};

include!("../../common/pause.rs");

/// Pending once.
pub fn pause() -> Pause {
    Pause(1)
}

/// Prints its name when it is dropped.
#[derive(Debug)]
pub struct Noisy(pub &'static str);

impl Drop for Noisy {
    fn drop(&mut self) {
        println!("  drop {}", self.0);
    }
}

/// One poll.
pub fn poll<F: Future + ?Sized>(future: Pin<&mut F>) -> Poll<F::Output> {
    future.poll(&mut Context::from_waker(Waker::noop()))
}

/// Polls to the end and prints how often.
pub fn drive<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    let mut polls = 0;
    loop {
        polls += 1;
        if let Poll::Ready(output) = poll(future.as_mut()) {
            println!("  ready at poll {polls}");
            return output;
        }
    }
}

/// Drops a future after no poll, another one after one poll, and so on, until one is ready.
pub fn drop_everywhere<F: Future>(what: &str, make: impl Fn() -> F) {
    for polls in 0.. {
        println!("{what}, dropped after {polls} polls");
        let mut future = pin!(make());
        for _ in 0..polls {
            if poll(future.as_mut()).is_ready() {
                println!("  ready");
                return;
            }
        }
    }
}
