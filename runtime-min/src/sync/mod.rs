//! What tasks share, and how they wait for each other.
//!
//! Tasks of different executors and priorities may use everything here, and so may interrupts where
//! a method is not async. Critical sections are short and bounded; none wakes a task or drops a
//! value.
//!
//! All async methods are **cancel safe**: a future that is dropped before it is ready has taken
//! nothing, and what it was about to get goes to the next in the queue. But dropping a task also
//! ends whatever it was doing with what it had already got; see [`Mutex`]. Tasks that wait for the
//! same thing get it in the order in which they were first polled.

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
