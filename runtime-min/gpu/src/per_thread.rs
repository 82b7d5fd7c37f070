//! Where an executor may be.

use core::cell::UnsafeCell;
use core::mem::MaybeUninit;
use core::sync::atomic::{AtomicU32, Ordering};

/// Nobody has made the value.
const EMPTY: u32 = 0;
/// It is being made.
const BEGUN: u32 = 1;
/// It is there.
const MADE: u32 = 2;

/// A value for each of `N` threads (or warps, or blocks), in a static, which is in the GPU's global memory.
///
/// Here is the place for an executor, and for whatever else has atomics in it. A local variable of a kernel is
/// none: it is in local memory, for which there are no atomic instructions, and `ptxas` refuses the kernel. So
/// this type cannot be used there: what it hands out is `'static`.
///
/// ```compile_fail,E0597
/// use std::sync::atomic::AtomicU32;
/// use runtime_gpu::PerThread;
///
/// let local = PerThread::<AtomicU32, 1>::new();
/// unsafe { local.get_or_make(0, || AtomicU32::new(0)) };
/// ```
///
/// In a static it is what it is for:
///
/// ```
/// use std::sync::atomic::AtomicU32;
/// use runtime_gpu::PerThread;
///
/// static COUNTS: PerThread<AtomicU32, 64> = PerThread::new();
/// let count: &'static AtomicU32 = unsafe { COUNTS.get_or_make(5, || AtomicU32::new(0)) };
/// # assert_eq!(count.load(std::sync::atomic::Ordering::Relaxed), 0);
/// ```
#[derive(Debug)]
pub struct PerThread<T, const N: usize> {
    values: [Value<T>; N],
}

#[derive(Debug)]
struct Value<T> {
    state: AtomicU32,
    value: UnsafeCell<MaybeUninit<T>>,
}

impl<T> Value<T> {
    const fn new() -> Self {
        Value { state: AtomicU32::new(EMPTY), value: UnsafeCell::new(MaybeUninit::uninit()) }
    }
}

// SAFETY: who uses a value promises to be the only one.
unsafe impl<T, const N: usize> Sync for PerThread<T, N> {}

impl<T, const N: usize> PerThread<T, N> {
    /// Values that nobody has made.
    pub const fn new() -> Self {
        PerThread { values: [const { Value::new() }; N] }
    }

    /// The value at `index`, which `make` makes if there is none; later launches of the kernel find it there.
    /// It is never dropped.
    ///
    /// # Safety
    /// No two threads use the value at an index at a time; one that uses it later does so after the other's
    /// use has happened, as in the next launch.
    ///
    /// # Panics
    /// If there are not so many, or if another thread is making it, against the promise.
    pub unsafe fn get_or_make(&'static self, index: usize, make: impl FnOnce() -> T) -> &'static T {
        let Value { state, value } = &self.values[index];
        match state.compare_exchange(EMPTY, BEGUN, Ordering::Acquire, Ordering::Acquire) {
            Ok(_) => {
                // SAFETY: one thread at a time gets here, and only once.
                unsafe { (*value.get()).write(make()) };
                state.store(MADE, Ordering::Release);
            }
            Err(found) => assert!(found == MADE, "two threads use one value"),
        }
        // SAFETY: it was made, and nobody moves it.
        unsafe { (*value.get()).assume_init_ref() }
    }
}

impl<T, const N: usize> Default for PerThread<T, N> {
    fn default() -> Self {
        Self::new()
    }
}
