//! A task as the executor sees it: a header in front of the future.
//!
//! A header's word `next` says everything about the task that more than one side needs to know:
//!
//! | value | the task | who may change it |
//! | --- | --- | --- |
//! | [`FREE`] | does not exist | who spawns, to [`TAKEN`] |
//! | [`TAKEN`] | is being made | who spawns |
//! | [`IDLE`] | waits or is being polled | who wakes, to [`LAST`]; the executor, to [`FREE`] |
//! | [`LAST`] or a header | is in the run queue | who put it there, then the executor |
//!
//! So a waker that outlives its task, or even meets another task in the same memory, does no harm:
//! it can only turn [`IDLE`] into a wake.  To that end the memory stays with the executor that used it
//! first: `executor` and `name` are written once, before there is any waker.  `poll` is written in
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

/// There is no task.  Zero, so that memory for tasks costs no flash.
pub(super) const FREE: *mut Header = ptr::null_mut();
/// The task is not in the run queue.
pub(super) const IDLE: *mut Header = ptr::without_provenance_mut(1);
/// The task is the last in its list.  As the head of a list: the list is empty.
pub(super) const LAST: *mut Header = ptr::without_provenance_mut(2);
/// The task is being made.
const TAKEN: *mut Header = ptr::without_provenance_mut(3);

/// Polls the task once.  Only its executor calls it, outside of other calls of it.
type Poll = unsafe fn(NonNull<Header>);

/// What all tasks have in front of their future.
#[repr(align(4))]
pub(super) struct Header {
    pub(super) next: AtomicPtr<Header>,
    executor: Cell<Option<&'static Executor>>,
    poll: Cell<Option<Poll>>,
    #[cfg(feature = "trace")]
    name: Cell<&'static str>,
}

// SAFETY: the cells are accessed as the module's rules say, which leave no two sides at a time.
unsafe impl Sync for Header {}
// SAFETY: nothing in it belongs to a context of execution.
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

    /// The next task in the run queue, or [`LAST`].  The task was taken out of the queue.
    #[inline(always)]
    pub(super) fn link(&self) -> *mut Header {
        let next = self.next.load(Ordering::Relaxed);
        #[cfg(test)]
        assert!(![FREE, IDLE, TAKEN].contains(&next), "the link of a task is stale");
        next
    }

    /// Makes the caller the one who may make a task here for `executor`, unless there is one or the
    /// memory is another executor's.
    pub(super) fn take(&self, executor: &'static Executor, name: &'static str) -> bool {
        // Acquire: what the task before did to this memory has happened.
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

/// Tells who traces of a step of a task; nothing without the feature.
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

/// Gives the task to its executor, which polls it for the first time.
///
/// # Safety
/// `task` points to a whole [`Task`] with its future in place, whose header the caller has taken for
/// `executor`; it is valid until the task has ended.  `poll` fits it.
pub(super) unsafe fn start(task: NonNull<Header>, executor: &'static Executor, poll: Poll) {
    // SAFETY: the caller says so.
    let header = unsafe { task.as_ref() };
    header.poll.set(Some(poll));
    record!(header, Spawned);
    executor.push(task);
}

/// Marks a task as not in the run queue any more: from now on it can be woken.
///
/// # Safety
/// The caller is the executor, which has taken the task out of the run queue.
#[inline(always)]
pub(super) unsafe fn set_idle(task: NonNull<Header>) {
    // SAFETY: a task in a run queue has not ended, so it is valid.
    unsafe { task.as_ref() }.next.store(IDLE, Ordering::Relaxed);
    // Who wakes the task either finds it idle, or the poll that follows finds what was done before
    // that wake: the other half of this pair is in `wake`.
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
/// The caller is the executor, which has taken the task out of the run queue, does not poll it
/// already, and does not touch it afterwards unless it finds it in the run queue.
#[inline(always)]
pub(super) unsafe fn poll(task: NonNull<Header>) {
    // SAFETY: a task in a run queue has not ended, so it is valid.  It was started, so it has a poll,
    // and `start` was told that this fits.
    unsafe {
        let header = task.as_ref();
        record!(header, PollStarted);
        header.poll.get().unwrap_unchecked()(task);
    }
}

/// Polls the future behind `task` with a waker of this vtable; true if the task has ended and is
/// not in the run queue.  The future is dropped when it is ready.
///
/// # Safety
/// As for a [`Poll`]; the task is a `Task<F>` that is pinned in its place.
#[inline(always)]
pub(super) unsafe fn poll_future<F: Future<Output = ()>>(
    task: NonNull<Header>,
    vtable: &'static RawWakerVTable,
    ended: Poll,
) -> bool {
    // SAFETY: the vtable is one for tasks.  This waker is not dropped: it counts for nothing, and
    // the task outlives it, being its own poll.
    let waker = ManuallyDrop::new(unsafe { Waker::new(task.as_ptr().cast_const().cast(), vtable) });
    let mut context = Context::from_waker(&waker);
    // SAFETY: the caller says that it is a `Task<F>`, pinned, and polled only here.
    let future =
        unsafe { &mut *UnsafeCell::raw_get(&raw const (*task.cast::<Task<F>>().as_ptr()).future) };
    // SAFETY: the future is pinned with its task, and dropped in place.
    if unsafe { Pin::new_unchecked(&mut **future) }.poll(&mut context).is_pending() {
        // SAFETY: the task is there.
        record!(unsafe { task.as_ref() }, PollEnded);
        return false;
    }
    // SAFETY: it is never touched again: from here on the task's poll is `ended`.
    unsafe { ManuallyDrop::drop(future) }
    // SAFETY: the header is there until `end` says so, and only the executor writes `poll` now.
    unsafe {
        let header = task.as_ref();
        header.poll.set(Some(ended));
        record!(header, Ended);
        end(header)
    }
}

/// True if the task is not in the run queue.  If it is, it has to be taken out there first: its poll
/// comes here again.
pub(super) fn end(header: &Header) -> bool {
    // Release: who takes this memory next finds that all is done.
    header.next.compare_exchange(IDLE, FREE, Ordering::Release, Ordering::Relaxed).is_ok()
}

/// Puts the task into its executor's run queue, unless it is there or has ended.
///
/// # Safety
/// `data` is a pointer to a whole task, as wakers carry it.
pub(super) unsafe fn wake(data: *const ()) {
    // SAFETY: wakers of tasks in statics point to something that never goes away, others keep it.
    let (task, header) = unsafe {
        let task = NonNull::new_unchecked(data.cast::<Header>().cast_mut());
        (task, task.as_ref())
    };
    // See `set_idle`.
    fence(Ordering::SeqCst);
    // In this form it compiles to the fewest instructions.
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
    // SAFETY: the task was idle, so it was taken.
    unsafe { header.executor.get().unwrap_unchecked() }.push(task);
}

/// For tasks in statics, which need not be kept.
pub(super) static STATIC: RawWakerVTable = {
    fn clone(data: *const ()) -> RawWaker {
        RawWaker::new(data, &STATIC)
    }
    fn drop(_: *const ()) {}
    RawWakerVTable::new(clone, wake, wake, drop)
};
