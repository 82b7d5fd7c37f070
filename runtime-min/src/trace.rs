//! Traces what the executors do, step by step (feature `trace`).
//!
//! An implementation of [`Trace`] passed to [`install`] is called at each step of each task, and
//! tasks have names. Without the feature, none of this takes code or memory.

use core::cell::Cell;

use critical_section::Mutex;

use crate::critical;

/// Identifies a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TaskId {
    address: usize,
    name: &'static str,
}

impl TaskId {
    pub(crate) const fn new(address: usize, name: &'static str) -> Self {
        TaskId { address, name }
    }

    /// Distinguishes it from all other tasks that have not ended.
    pub const fn address(self) -> usize {
        self.address
    }

    /// The name of its pool, or the name it was spawned with on the heap.
    pub const fn name(self) -> &'static str {
        self.name
    }
}

/// A step of a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// It was made, and is ready.
    Spawned,
    /// It has become ready.
    Woken,
    /// Its poll begins.
    PollStarted,
    /// Its poll ends; it waits, or was woken during the poll.
    PollEnded,
    /// Its poll ends, and so does the task.
    Ended,
}

/// Receives every step of every task.
pub trait Trace: Sync {
    /// Called where the step happens: in any context, including interrupts, and often.
    fn step(&self, task: TaskId, step: Step);
}

static INSTALLED: Mutex<Cell<Option<&'static dyn Trace>>> = Mutex::new(Cell::new(None));

/// Makes `trace` the only receiver from now on.
pub fn install(trace: &'static dyn Trace) {
    critical::with(|cs| INSTALLED.borrow(cs).set(Some(trace)));
}

pub(crate) fn record(task: TaskId, step: Step) {
    if let Some(trace) = critical::with(|cs| INSTALLED.borrow(cs).get()) {
        trace.step(task, step);
    }
}
