//! Executors and their tasks.
//!
//! [`ThreadExecutor`] runs its tasks in thread mode and sleeps when none is ready. An
//! `InterruptExecutor` (on Cortex-M) runs its tasks in an interrupt handler, so that they preempt
//! all executors and handlers of lower priority. A program may have any number of them.
//!
//! The ready tasks form a linked list through the tasks themselves. A wake puts the task at the
//! head by compare-and-exchange, so it may come from anywhere, masks no interrupts and takes
//! constant time. The executor takes the whole list at once, reverses it, and polls the tasks in
//! the order of their wakes, each once before any gets its second turn.

#[cfg(feature = "alloc")]
mod heap;
#[cfg(all(target_arch = "arm", target_os = "none"))]
mod interrupt;
mod pool;
mod spawner;
mod task;
mod thread;

use core::ptr::NonNull;

use crate::critical::preemption_point;
use crate::primitive::{AtomicPtr, AtomicU32, Ordering, const_unless_loom, fence};
use crate::sleep::send_event;
#[cfg(test)]
use crate::testing::fault::{self, Fault};
use task::{Header, LAST};

#[cfg(all(target_arch = "arm", target_os = "none"))]
pub use interrupt::InterruptExecutor;
pub use pool::{Align, Alignment, PoolFull, TaskFn, TaskPool, task_align, task_rest};
pub use spawner::{SendSpawner, Spawner};
pub use thread::{Runner, ThreadExecutor};

/// Nobody runs the executor yet, so it has no tasks: spawners exist only once somebody does.
const NEW: u32 = u32::MAX;
/// The executor runs in thread mode. Zero is the cheapest to compare with.
const THREAD: u32 = 0;

/// The run queue, and how to get it served.
struct Executor {
    /// The most recently woken task, or [`LAST`].
    head: AtomicPtr<Header>,
    /// [`NEW`], [`THREAD`], or an interrupt's number plus one.
    context: AtomicU32,
}

impl Executor {
    const_unless_loom! {
        const fn new() -> Self {
            Executor { head: AtomicPtr::new(LAST), context: AtomicU32::new(NEW) }
        }
    }

    /// Gives the caller the right to run the tasks; false if somebody has it already.
    fn claim(&self, context: u32) -> bool {
        self.context.compare_exchange(NEW, context, Ordering::Relaxed, Ordering::Relaxed).is_ok()
    }

    /// Whether a task is ready.
    fn is_ready(&self) -> bool {
        self.head.load(Ordering::Relaxed) != LAST
    }

    /// Puts a task into the run queue, and gets the queue served.
    ///
    /// Nobody else may do so at the same time: the caller has just made the task, or turned it from
    /// idle to woken.
    #[inline(always)]
    fn push(&self, task: NonNull<Header>) {
        // SAFETY: a new or woken task stays alive until it has been polled.
        let next = &unsafe { task.as_ref() }.next;
        let mut head = self.head.load(Ordering::Relaxed);
        preemption_point();
        next.store(head, Ordering::Relaxed);
        preemption_point();
        // Release, together with the exchange: whoever takes the list sees its tasks and their
        // links.
        release_links();
        while let Err(other) = self.head.compare_exchange_weak(
            head,
            task.as_ptr(),
            Ordering::Relaxed,
            Ordering::Relaxed,
        ) {
            head = other;
            next.store(head, Ordering::Relaxed);
            preemption_point();
            release_links();
        }
        preemption_point();
        pend(self.context.load(Ordering::Relaxed));
    }

    /// Polls every task that is ready now once.
    ///
    /// # Safety
    /// Only whoever claimed the executor may call this, and not while another call runs.
    #[inline(always)]
    unsafe fn poll_ready(&self) {
        let order = Ordering::Acquire;
        #[cfg(test)]
        let order = fault::relaxed_if(Fault::TakenWithoutAcquire, order);
        let mut first = self.head.swap(LAST, order);
        if first == LAST {
            return;
        }
        // SAFETY: the tasks of the list are in no other list, and alive until they have been
        // polled.
        unsafe {
            if (*first).link() != LAST {
                first = reversed(first);
            }
            loop {
                let next = (*first).link();
                self.poll(NonNull::new_unchecked(first));
                if next == LAST {
                    break;
                }
                first = next;
            }
        }
    }

    /// Polls a task that was taken out of the run queue.
    ///
    /// # Safety
    /// As for [`task::poll`].
    #[inline(always)]
    unsafe fn poll(&self, task: NonNull<Header>) {
        #[cfg(test)]
        if fault::is(Fault::IdleAfterThePoll) {
            // SAFETY: the caller guarantees what `task::poll` needs.
            unsafe {
                task::poll(task);
                task::set_idle(task);
            }
            return;
        }
        // SAFETY: the caller took the task out of the run queue and does not poll it already.
        unsafe {
            task::set_idle(task);
            task::poll(task);
        }
    }
}

/// Releases a task and its link to whoever takes the list that contains it.
#[inline(always)]
fn release_links() {
    #[cfg(test)]
    if fault::is(Fault::PushedWithoutRelease) {
        return;
    }
    fence(Ordering::Release);
}

/// Reverses a list, so that the task that was woken first comes first.
///
/// # Safety
/// The tasks of the list are alive and in no other list.
#[cold]
unsafe fn reversed(mut woken: *mut Header) -> *mut Header {
    let mut first = LAST;
    while woken != LAST {
        // SAFETY: the caller guarantees that the tasks are alive.
        let header = unsafe { &*woken };
        let next = header.link();
        header.next.store(first, Ordering::Relaxed);
        first = woken;
        woken = next;
    }
    first
}

/// Makes the executor of this context serve its run queue.
#[cfg(all(target_arch = "arm", target_os = "none"))]
#[inline(always)]
fn pend(context: u32) {
    if context == THREAD {
        send_event();
    } else {
        interrupt::pend(context);
    }
}

/// On the host, the sleeper checks the queue itself, unless loom models the interrupts.
#[cfg(not(all(target_arch = "arm", target_os = "none")))]
fn pend(context: u32) {
    #[cfg(all(test, loom))]
    if context != THREAD {
        crate::testing::model::PENDING.notify();
        return;
    }
    let _ = context;
    send_event();
}

#[cfg(all(test, loom))]
mod loom_models;
#[cfg(all(test, not(loom)))]
mod tests;
