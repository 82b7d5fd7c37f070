//! What loom replaces: atomics, and memory that one thread at a time uses. In tests compiled with `--cfg loom`
//! these are loom's, which executes each test in every order that the memory model allows.

#[cfg(not(all(test, loom)))]
mod cell {
    use core::cell::UnsafeCell;
    use core::mem::MaybeUninit;

    /// Room for a value.
    #[derive(Debug)]
    pub(crate) struct Place<T>(UnsafeCell<MaybeUninit<T>>);

    impl<T: Copy> Place<T> {
        pub(crate) const fn new() -> Self {
            Place(UnsafeCell::new(MaybeUninit::uninit()))
        }

        /// # Safety
        /// Nobody else uses the place.
        pub(crate) unsafe fn write(&self, value: T) {
            // SAFETY: the caller's promise.
            unsafe { *self.0.get() = MaybeUninit::new(value) }
        }

        /// # Safety
        /// A value was written, and nobody writes another one.
        pub(crate) unsafe fn read(&self) -> T {
            // SAFETY: the caller's promise.
            unsafe { (*self.0.get()).assume_init() }
        }
    }
}

#[cfg(all(test, loom))]
mod cell {
    use loom::cell::UnsafeCell;

    /// Room for a value.
    #[derive(Debug)]
    pub(crate) struct Place<T>(UnsafeCell<Option<T>>);

    impl<T: Copy> Place<T> {
        pub(crate) fn new() -> Self {
            Place(UnsafeCell::new(None))
        }

        /// # Safety
        /// None is needed: loom finds who breaks the promise.
        pub(crate) unsafe fn write(&self, value: T) {
            // SAFETY: loom has seen that nobody else uses it.
            self.0.with_mut(|place| unsafe { *place = Some(value) });
        }

        /// # Safety
        /// None is needed: loom finds who breaks the promise.
        pub(crate) unsafe fn read(&self) -> T {
            // SAFETY: loom has seen that nobody writes to it.
            self.0.with(|place| unsafe { (*place).expect("nothing was written") })
        }
    }
}

#[cfg(not(all(test, loom)))]
pub(crate) use core::sync::atomic::{AtomicU32, Ordering, fence};

pub(crate) use cell::Place;
#[cfg(all(test, loom))]
pub(crate) use loom::sync::atomic::{AtomicU32, Ordering, fence};

/// A const function that is not const under loom, whose atomics are created at run time.
macro_rules! const_unless_loom {
    ($(#[$attribute:meta])* $visibility:vis const fn $($function:tt)+) => {
        $(#[$attribute])*
        #[cfg(not(all(test, loom)))]
        $visibility const fn $($function)+

        $(#[$attribute])*
        #[cfg(all(test, loom))]
        $visibility fn $($function)+
    };
}

pub(crate) use const_unless_loom;
