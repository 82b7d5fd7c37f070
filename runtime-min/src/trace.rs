//! What the executors do, step by step, for those who want to know (feature `trace`).
//!
//! An implementation of [`Trace`] that was given to [`install`] is called at each step of each task,
//! and tasks have names.  Without the feature there is no code and no memory for any of this.

use core::cell::Cell;

use critical_section::Mutex;

use crate::critical;

/// Which task.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TaskId {
    address: usize,
    name: &'static str,
}

impl TaskId {
    pub(crate) const fn new(address: usize, name: &'static str) -> Self {
        TaskId { address, name }
    }

    /// Tells it from all other tasks that have not ended.
    pub const fn address(self) -> usize {
        self.address
    }

    /// The name of its pool, or what it was spawned with on the heap.
    pub const fn name(self) -> &'static str {
        self.name
    }
}

/// A step of a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// It was made, and is ready.
    Spawned,
    /// It was not ready, and is now.
    Woken,
    /// Its poll begins.
    PollStarted,
    /// Its poll ends, and it waits or was woken meanwhile.
    PollEnded,
    /// Its poll ends, and so does the task.
    Ended,
}

/// Is told of every step of every task.
pub trait Trace: Sync {
    /// Called where the step is made: in any context, interrupts included, and often.
    fn step(&self, task: TaskId, step: Step);
}

static INSTALLED: Mutex<Cell<Option<&'static dyn Trace>>> = Mutex::new(Cell::new(None));

/// From now on, `trace` is told, and nobody else.
pub fn install(trace: &'static dyn Trace) {
    critical::with(|cs| INSTALLED.borrow(cs).set(Some(trace)));
}

pub(crate) fn record(task: TaskId, step: Step) {
    if let Some(trace) = critical::with(|cs| INSTALLED.borrow(cs).get()) {
        trace.step(task, step);
    }
}
