//! Tasks in statics.

use core::cell::UnsafeCell;
use core::error::Error;
use core::fmt;
use core::mem::{ManuallyDrop, MaybeUninit, align_of, size_of};
use core::ptr::NonNull;

use super::Executor;
use super::task::{self, Header, STATIC, Task};
use crate::primitive::{array, const_unless_loom};

/// Declares a static [`TaskPool`] with memory for a fixed number of tasks of one async function.
///
/// ```
/// # use runtime_min::{Spawner, task_pool};
/// # struct Lamp;
/// async fn blink(lamp: Lamp, period: u32) { /* … */ }
///
/// task_pool! {
///     /// Two lamps.
///     pub static BLINKERS: [blink; 2];
/// }
///
/// # fn start(spawner: Spawner, lamp: Lamp) {
/// spawner.spawn(&BLINKERS, || blink(lamp, 500)).unwrap();
/// # }
/// ```
///
/// Per task, the pool holds one of the function's futures and a header of three words. So a smaller
/// future saves RAM, and a pool that does not fit fails the link. The function takes at most eight
/// arguments and is not generic, but it may call a generic one:
/// `async fn thermometer() { measure(Thermometer::new()).await }`.
#[macro_export]
macro_rules! task_pool {
    ($($(#[$attribute:meta])* $visibility:vis static $name:ident: [$function:path; $count:expr];)+) => {
        $(
            $(#[$attribute])*
            $visibility static $name: $crate::TaskPool<
                { $crate::task_rest(&$function) },
                { $crate::task_align(&$function) },
                { $count },
            > = $crate::TaskPool::new(::core::stringify!($name));
        )+
    };
}

/// Memory for `N` tasks of a size that [`task_pool!`] computes.
///
/// When a task has ended, the executor that used its place first can use it again.
pub struct TaskPool<const REST: usize, const ALIGN: usize, const N: usize>
where
    Align<ALIGN>: Alignment,
{
    slots: [Slot<REST, ALIGN>; N],
    #[cfg(feature = "trace")]
    name: &'static str,
}

/// Memory for one task: its header, and `REST` bytes for what follows it.
#[repr(C)]
struct Slot<const REST: usize, const ALIGN: usize>
where
    Align<ALIGN>: Alignment,
{
    header: Header,
    rest: UnsafeCell<MaybeUninit<[u8; REST]>>,
    _align: [<Align<ALIGN> as Alignment>::Unit; 0],
}

// SAFETY: only the owner that the header determines accesses the memory after it. The futures in it
// are polled and dropped in the executor's context only, and spawning from another context requires
// `Send`.
unsafe impl<const REST: usize, const ALIGN: usize, const N: usize> Sync for TaskPool<REST, ALIGN, N> where
    Align<ALIGN>: Alignment
{
}

impl<const REST: usize, const ALIGN: usize, const N: usize> TaskPool<REST, ALIGN, N>
where
    Align<ALIGN>: Alignment,
{
    const_unless_loom! {
        /// A pool without tasks. With the feature `trace`, its name is also that of its tasks.
        pub const fn new(name: &'static str) -> Self {
            #[cfg(not(feature = "trace"))]
            let _ = name;
            TaskPool {
                slots: array![
                    Slot {
                        header: Header::new(),
                        rest: UnsafeCell::new(MaybeUninit::uninit()),
                        _align: [],
                    };
                    N
                ],
                #[cfg(feature = "trace")]
                name,
            }
        }
    }

    #[cfg(feature = "trace")]
    fn name(&self) -> &'static str {
        self.name
    }

    #[cfg(not(feature = "trace"))]
    fn name(&self) -> &'static str {
        ""
    }

    pub(super) fn spawn<F: Future<Output = ()> + 'static>(
        &'static self,
        executor: &'static Executor,
        make: impl FnOnce() -> F,
    ) -> Result<(), PoolFull> {
        const {
            assert!(
                size_of::<Task<F>>() <= size_of::<Slot<REST, ALIGN>>()
                    && align_of::<Task<F>>() <= align_of::<Slot<REST, ALIGN>>(),
                "this future does not fit into the pool's memory"
            );
        }
        let mut slots = self.slots.iter();
        let slot = slots.find(|slot| slot.header.take(executor, self.name())).ok_or(PoolFull)?;
        let memory = NonNull::from(slot).cast::<Task<F>>();
        // SAFETY: the slot is large and aligned enough (checked above), begins with a header as the
        // task does, and belongs to this call until the task is started. It is in a static, so the
        // future stays where it is. The executor polls it in its own context.
        unsafe {
            let future = UnsafeCell::raw_get(&raw const (*memory.as_ptr()).future);
            future.write(ManuallyDrop::new(make()));
            task::start(memory.cast(), executor, poll::<F>);
        }
        Ok(())
    }
}

/// Polls a task in a static.
///
/// # Safety
/// `task` is a `Task<F>` in a static, and its executor has taken it out of its run queue.
unsafe fn poll<F: Future<Output = ()>>(task: NonNull<Header>) {
    /// # Safety
    /// `task` is a task in a static.
    unsafe fn ended(task: NonNull<Header>) {
        // SAFETY: tasks in statics are never freed.
        task::end(unsafe { task.as_ref() });
    }
    // SAFETY: the caller guarantees that the executor polls a `Task<F>`, which a static pins.
    unsafe { task::poll_future::<F>(task, &STATIC, ended) };
}

impl<const REST: usize, const ALIGN: usize, const N: usize> fmt::Debug for TaskPool<REST, ALIGN, N>
where
    Align<ALIGN>: Alignment,
{
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TaskPool").finish_non_exhaustive()
    }
}

/// Every place of the [`TaskPool`] is occupied or belongs to another executor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PoolFull;

impl fmt::Display for PoolFull {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the task pool is full")
    }
}

impl Error for PoolFull {}

/// The bytes that a task of the async function `_function` needs after its header; for
/// [`task_pool!`].
#[doc(hidden)]
pub const fn task_rest<Arguments, F: TaskFn<Arguments>>(_function: &F) -> usize {
    size_of::<Task<F::Future>>() - size_of::<Header>()
}

/// The alignment of a task of the async function `_function` in bytes; for [`task_pool!`].
#[doc(hidden)]
pub const fn task_align<Arguments, F: TaskFn<Arguments>>(_function: &F) -> usize {
    align_of::<Task<F::Future>>()
}

/// An async function that takes `Arguments`.
#[doc(hidden)]
pub trait TaskFn<Arguments> {
    /// The future that it returns.
    type Future: Future<Output = ()> + 'static;
}

macro_rules! task_fns {
    ($(($($argument:ident)*))*) => {
        $(
            impl<Function, Made, $($argument),*> TaskFn<($($argument,)*)> for Function
            where
                Function: Fn($($argument),*) -> Made,
                Made: Future<Output = ()> + 'static,
            {
                type Future = Made;
            }
        )*
    };
}

task_fns! {
    ()
    (A)
    (A B)
    (A B C)
    (A B C D)
    (A B C D E)
    (A B C D E G)
    (A B C D E G H)
    (A B C D E G H I)
}

/// An alignment in bytes.
#[doc(hidden)]
#[derive(Debug)]
pub struct Align<const N: usize>;

/// Implemented for [`Align`] of each valid alignment.
#[doc(hidden)]
pub trait Alignment {
    /// A type with that alignment.
    type Unit: 'static;
}

macro_rules! alignments {
    ($($unit:ident $align:literal;)*) => {
        $(
            #[doc(hidden)]
            #[derive(Debug)]
            #[repr(align($align))]
            pub struct $unit;

            impl Alignment for Align<$align> {
                type Unit = $unit;
            }
        )*
    };
}

alignments! {
    Align4 4;
    Align8 8;
    Align16 16;
    Align32 32;
    Align64 64;
    Align128 128;
    Align256 256;
    Align512 512;
    Align1024 1024;
    Align2048 2048;
    Align4096 4096;
}
