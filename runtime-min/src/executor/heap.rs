//! Tasks on the heap, counted by their wakers.

use core::cell::UnsafeCell;
use core::mem::ManuallyDrop;
use core::ptr::NonNull;
use core::task::{RawWaker, RawWakerVTable};

use super::Executor;
use super::task::{self, Header, Task};
use crate::primitive::Arc;

/// Makes a task of `future`.  One count belongs to the executor until the task has ended.
pub(super) fn spawn<F: Future<Output = ()> + 'static>(
    executor: &'static Executor,
    name: &'static str,
    future: F,
) {
    let task = Arc::new(Task {
        header: Header::new(),
        future: UnsafeCell::new(ManuallyDrop::new(future)),
    });
    let taken = task.header.take(executor, name);
    debug_assert!(taken, "nobody else knows the task");
    // SAFETY: an `Arc`'s pointer is not null.  The task is there while something counts for it.
    unsafe {
        let task = NonNull::new_unchecked(Arc::into_raw(task).cast_mut());
        task::start(task.cast(), executor, poll::<F>);
    }
}

/// A task's poll.
///
/// # Safety
/// `task` is a `Task<F>` of `spawn` that its executor has taken out of its run queue.
unsafe fn poll<F: Future<Output = ()> + 'static>(task: NonNull<Header>) {
    // SAFETY: that is what the caller promises.
    if unsafe { task::poll_future::<F>(task, const { &vtable::<F>() }, ended::<F>) } {
        // SAFETY: this is the count that `spawn` left to the executor.
        unsafe { drop_waker::<F>(task.as_ptr().cast_const().cast()) }
    }
}

/// The poll of a task that has ended while it was in the run queue.
///
/// # Safety
/// As for [`poll`].
unsafe fn ended<F: Future<Output = ()> + 'static>(task: NonNull<Header>) {
    // SAFETY: the task is there, counted by the executor, whose count is given up.
    unsafe {
        if task::end(task.as_ref()) {
            drop_waker::<F>(task.as_ptr().cast_const().cast());
        }
    }
}

const fn vtable<F: Future<Output = ()> + 'static>() -> RawWakerVTable {
    RawWakerVTable::new(clone_waker::<F>, wake::<F>, task::wake, drop_waker::<F>)
}

/// # Safety
/// `data` is a `Task<F>` of an `Arc` that is counted.
unsafe fn clone_waker<F: Future<Output = ()> + 'static>(data: *const ()) -> RawWaker {
    // SAFETY: the caller says so.
    unsafe { Arc::increment_strong_count(data.cast::<Task<F>>()) };
    RawWaker::new(data, const { &vtable::<F>() })
}

/// # Safety
/// As for [`drop_waker`].
unsafe fn wake<F: Future<Output = ()> + 'static>(data: *const ()) {
    // SAFETY: the caller says so.
    unsafe {
        task::wake(data);
        drop_waker::<F>(data);
    }
}

/// # Safety
/// `data` is a `Task<F>` of an `Arc` with a count that the caller gives up.
unsafe fn drop_waker<F: Future<Output = ()> + 'static>(data: *const ()) {
    // SAFETY: the caller says so.  The future was dropped when the task ended, so that this may
    // happen in any context: it is memory and nothing else.
    unsafe { Arc::decrement_strong_count(data.cast::<Task<F>>()) }
}
