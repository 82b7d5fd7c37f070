//! What tasks share, and how they wait for each other.
//!
//! Everything here may be used by tasks of different executors and priorities, and from interrupts
//! where a method is not async.  Critical sections are short and bounded; no task is woken and no value
//! is dropped inside one.
//!
//! All async methods are **cancel safe**: a future that is dropped before it is ready has taken
//! nothing, and what it was about to be given goes to the next in the queue.  What a task was doing
//! with what it had been given ends where the task is dropped; see [`Mutex`].  Those who wait for
//! the same thing get it in the order in which they were first polled.

mod atomic_waker;
mod channel;
mod interrupt;
mod mutex;
mod permits;
mod semaphore;
mod wait_list;
mod watch;

pub use crate::signal::{Signal, Wait};
pub use atomic_waker::AtomicWaker;
pub use channel::{Channel, TrySendError};
pub use interrupt::Interrupt;
pub use mutex::{Mutex, MutexGuard};
pub use semaphore::{Acquire, Permit, Semaphore};
pub use watch::{Receiver, Watch};

#[cfg(all(test, not(loom)))]
mod exhaustive;
#[cfg(all(test, loom))]
mod loom_models;
