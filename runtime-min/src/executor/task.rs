//! A task as the executor sees it: a header before the future.
//!
//! A header's word `next` holds all shared state of the task:
//!
//! | value | the task | who may change it |
//! | --- | --- | --- |
//! | [`FREE`] | does not exist | the spawner, to [`TAKEN`] |
//! | [`TAKEN`] | is being made | the spawner |
//! | [`IDLE`] | waits or is being polled | a waker, to [`LAST`]; the executor, to [`FREE`] |
//! | [`LAST`] or a header | is in the run queue | whoever put it there, then the executor |
//!
//! So a waker does no harm if it outlives its task, or even meets another task in the same memory:
//! it can only turn [`IDLE`] into a wake. That is why the memory stays with the executor that used
//! it first: `executor` and `name` are written once, before any waker exists. `poll` is written in
//! [`TAKEN`], and again by the executor when the task has ended; only the executor reads it.

use core::cell::UnsafeCell;
use core::mem::ManuallyDrop;
use core::pin::Pin;
use core::ptr::{self, NonNull};
use core::task::{Context, RawWaker, RawWakerVTable, Waker};

use super::Executor;
use crate::critical::preemption_point;
use crate::primitive::{AtomicPtr, Cell, Ordering, const_unless_loom, fence};
#[cfg(test)]
use crate::testing::fault::{self, Fault};
#[cfg(feature = "trace")]
use crate::trace::{self, Step, TaskId};

/// There is no task. Zero, so that memory for tasks costs no flash.
pub(super) const FREE: *mut Header = ptr::null_mut();
/// The task is not in the run queue.
pub(super) const IDLE: *mut Header = ptr::without_provenance_mut(1);
/// The task is the last in its list. As the head of a list: the list is empty.
pub(super) const LAST: *mut Header = ptr::without_provenance_mut(2);
/// The task is being made.
const TAKEN: *mut Header = ptr::without_provenance_mut(3);

/// Polls the task once. Only its executor calls it, and never from within another such call.
type Poll = unsafe fn(NonNull<Header>);

/// What every task has before its future.
#[repr(align(4))]
pub(super) struct Header {
    pub(super) next: AtomicPtr<Header>,
    executor: Cell<Option<&'static Executor>>,
    poll: Cell<Option<Poll>>,
    #[cfg(feature = "trace")]
    name: Cell<&'static str>,
}

// SAFETY: by the rules in the module's documentation, no two sides access the cells at once.
unsafe impl Sync for Header {}
// SAFETY: nothing in it is tied to a context of execution.
unsafe impl Send for Header {}

impl Header {
    const_unless_loom! {
        pub(super) const fn new() -> Self {
            Header {
                next: AtomicPtr::new(FREE),
                executor: Cell::new(None),
                poll: Cell::new(None),
                #[cfg(feature = "trace")]
                name: Cell::new(""),
            }
        }
    }

    /// The next task in the run queue, or [`LAST`]. The task has been taken out of the queue.
    #[inline(always)]
    pub(super) fn link(&self) -> *mut Header {
        let next = self.next.load(Ordering::Relaxed);
        #[cfg(test)]
        assert!(![FREE, IDLE, TAKEN].contains(&next), "the link of a task is stale");
        next
    }

    /// Gives the caller the right to make a task here for `executor`; false if there is a task
    /// already or another executor owns the memory.
    pub(super) fn take(&self, executor: &'static Executor, name: &'static str) -> bool {
        // Acquire: everything that the previous task did to this memory has happened.
        let order = Ordering::Acquire;
        #[cfg(test)]
        let order = fault::relaxed_if(Fault::ReusedWithoutAcquire, order);
        if self.next.compare_exchange(FREE, TAKEN, order, Ordering::Relaxed).is_err() {
            return false;
        }
        match self.executor.get() {
            Some(first) if !ptr::eq(first, executor) => {
                self.next.store(FREE, Ordering::Release);
                false
            }
            Some(_) => true,
            None => {
                self.executor.set(Some(executor));
                #[cfg(feature = "trace")]
                self.name.set(name);
                #[cfg(not(feature = "trace"))]
                let _ = name;
                true
            }
        }
    }
}

/// Reports a step of a task to the tracer; does nothing without the feature `trace`.
macro_rules! record {
    ($header:expr, $step:ident) => {
        #[cfg(feature = "trace")]
        {
            let header: &Header = $header;
            let id = TaskId::new(ptr::from_ref(header).addr(), header.name.get());
            trace::record(id, Step::$step);
        }
    };
}

/// A task of the future `F`.
#[repr(C)]
pub(super) struct Task<F> {
    pub(super) header: Header,
    pub(super) future: UnsafeCell<ManuallyDrop<F>>,
}

/// Hands the task to its executor, which will poll it for the first time.
///
/// # Safety
/// `task` points to a whole [`Task`] with its future in place. The caller has taken its header for
/// `executor`. The task is valid until it has ended, and `poll` matches its type.
pub(super) unsafe fn start(task: NonNull<Header>, executor: &'static Executor, poll: Poll) {
    // SAFETY: the caller guarantees a valid task.
    let header = unsafe { task.as_ref() };
    header.poll.set(Some(poll));
    record!(header, Spawned);
    executor.push(task);
}

/// Marks a task as no longer in the run queue: from now on it can be woken.
///
/// # Safety
/// The caller is the executor, and has taken the task out of the run queue.
#[inline(always)]
pub(super) unsafe fn set_idle(task: NonNull<Header>) {
    // SAFETY: a task in a run queue has not ended, so it is valid.
    unsafe { task.as_ref() }.next.store(IDLE, Ordering::Relaxed);
    // Whoever wakes the task either finds it idle, or the following poll sees what was done before
    // the wake. The fence in `wake` is the other half of this pair.
    #[cfg(test)]
    if fault::is(Fault::IdleWithoutFence) {
        return;
    }
    fence(Ordering::SeqCst);
    preemption_point();
}

/// Polls a task.
///
/// # Safety
/// The caller is the executor, has taken the task out of the run queue and does not poll it
/// already. Afterwards it does not touch the task unless it finds it in the run queue.
#[inline(always)]
pub(super) unsafe fn poll(task: NonNull<Header>) {
    // SAFETY: a task in a run queue has not ended, so it is valid. It was started, so it has a
    // poll, which matches its type by the contract of `start`.
    unsafe {
        let header = task.as_ref();
        record!(header, PollStarted);
        header.poll.get().unwrap_unchecked()(task);
    }
}

/// Polls the future of `task` with a waker of this vtable, and drops the future when it is ready.
/// True if the task has ended and is not in the run queue.
///
/// # Safety
/// As for a [`Poll`]; the task is a `Task<F>` that is pinned in its place.
#[inline(always)]
pub(super) unsafe fn poll_future<F: Future<Output = ()>>(
    task: NonNull<Header>,
    vtable: &'static RawWakerVTable,
    ended: Poll,
) -> bool {
    // SAFETY: the vtable is one for tasks. This waker is never dropped, because it owns no count;
    // the task outlives it, since this is the task's own poll.
    let waker = ManuallyDrop::new(unsafe { Waker::new(task.as_ptr().cast_const().cast(), vtable) });
    let mut context = Context::from_waker(&waker);
    // SAFETY: the caller guarantees a pinned `Task<F>` that is polled only here.
    let future =
        unsafe { &mut *UnsafeCell::raw_get(&raw const (*task.cast::<Task<F>>().as_ptr()).future) };
    // SAFETY: the future is pinned with its task and dropped in place.
    if unsafe { Pin::new_unchecked(&mut **future) }.poll(&mut context).is_pending() {
        // SAFETY: a pending task stays alive.
        record!(unsafe { task.as_ref() }, PollEnded);
        return false;
    }
    // SAFETY: nothing touches it again: from here on the task's poll is `ended`.
    unsafe { ManuallyDrop::drop(future) }
    // SAFETY: the header stays until `end` succeeds, and only the executor writes `poll` now.
    unsafe {
        let header = task.as_ref();
        header.poll.set(Some(ended));
        record!(header, Ended);
        end(header)
    }
}

/// True if the task is not in the run queue. If it is, its executor must take it out first and
/// calls this again through the task's poll.
pub(super) fn end(header: &Header) -> bool {
    // Release: whoever takes this memory next sees everything that the task did.
    header.next.compare_exchange(IDLE, FREE, Ordering::Release, Ordering::Relaxed).is_ok()
}

/// Puts the task into its executor's run queue, unless it is there already or has ended.
///
/// # Safety
/// `data` points to a whole task, as in a waker.
pub(super) unsafe fn wake(data: *const ()) {
    // SAFETY: tasks in statics never go away, and the wakers of others keep them alive.
    let (task, header) = unsafe {
        let task = NonNull::new_unchecked(data.cast::<Header>().cast_mut());
        (task, task.as_ref())
    };
    // Pairs with the fence in `set_idle`.
    fence(Ordering::SeqCst);
    // This form compiles to the fewest instructions.
    while header
        .next
        .compare_exchange_weak(IDLE, LAST, Ordering::Relaxed, Ordering::Relaxed)
        .is_err()
    {
        if header.next.load(Ordering::Relaxed) != IDLE {
            return;
        }
    }
    preemption_point();
    record!(header, Woken);
    // SAFETY: the task was idle, so it had been taken and has an executor.
    unsafe { header.executor.get().unwrap_unchecked() }.push(task);
}

/// The vtable for tasks in statics, which need no reference count.
pub(super) static STATIC: RawWakerVTable = {
    fn clone(data: *const ()) -> RawWaker {
        RawWaker::new(data, &STATIC)
    }
    fn drop(_: *const ()) {}
    RawWakerVTable::new(clone, wake, wake, drop)
};
