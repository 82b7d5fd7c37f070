//! Tasks on the heap, reference-counted by their wakers.

use core::cell::UnsafeCell;
use core::mem::ManuallyDrop;
use core::ptr::NonNull;
use core::task::{RawWaker, RawWakerVTable};

use super::Executor;
use super::task::{self, Header, Task};
use crate::primitive::Arc;

/// Makes a task of `future`. The executor owns one count until the task has ended.
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
    // SAFETY: an `Arc`'s pointer is not null, and the count keeps the task alive.
    unsafe {
        let task = NonNull::new_unchecked(Arc::into_raw(task).cast_mut());
        task::start(task.cast(), executor, poll::<F>);
    }
}

/// Polls a task on the heap.
///
/// # Safety
/// `task` is a `Task<F>` made by `spawn`, and its executor has taken it out of its run queue.
unsafe fn poll<F: Future<Output = ()> + 'static>(task: NonNull<Header>) {
    // SAFETY: the caller guarantees that the executor polls a `Task<F>`.
    if unsafe { task::poll_future::<F>(task, const { &vtable::<F>() }, ended::<F>) } {
        // SAFETY: this drops the count that `spawn` left to the executor.
        unsafe { drop_waker::<F>(task.as_ptr().cast_const().cast()) }
    }
}

/// Replaces the poll of a task that ended while it was in the run queue.
///
/// # Safety
/// As for [`poll`].
unsafe fn ended<F: Future<Output = ()> + 'static>(task: NonNull<Header>) {
    // SAFETY: the executor's count keeps the task alive until it is dropped here.
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
/// `data` points to a `Task<F>` in an `Arc` with a live count.
unsafe fn clone_waker<F: Future<Output = ()> + 'static>(data: *const ()) -> RawWaker {
    // SAFETY: the caller guarantees a live count.
    unsafe { Arc::increment_strong_count(data.cast::<Task<F>>()) };
    RawWaker::new(data, const { &vtable::<F>() })
}

/// # Safety
/// As for [`drop_waker`].
unsafe fn wake<F: Future<Output = ()> + 'static>(data: *const ()) {
    // SAFETY: the caller guarantees a live task and gives up one count.
    unsafe {
        task::wake(data);
        drop_waker::<F>(data);
    }
}

/// # Safety
/// `data` points to a `Task<F>` in an `Arc`, and the caller gives up one count.
unsafe fn drop_waker<F: Future<Output = ()> + 'static>(data: *const ()) {
    // SAFETY: the caller gives up a count. The future was dropped when the task ended, so this only
    // frees memory and may happen in any context.
    unsafe { Arc::decrement_strong_count(data.cast::<Task<F>>()) }
}
