//! The one thread's variables.

use core::cell::Cell;

/// A variable that [`thread_local!`](crate::thread_local) makes.
#[derive(Debug)]
pub struct LocalKey<T: 'static>(T);

// SAFETY: there is one thread, and no interrupt handler in these programs.
unsafe impl<T: 'static> Sync for LocalKey<T> {}

impl<T: 'static> LocalKey<T> {
    #[doc(hidden)]
    pub const fn __new(value: T) -> Self {
        LocalKey(value)
    }
}

impl<T: 'static> LocalKey<Cell<T>> {
    /// Replaces the value.
    pub fn set(&'static self, value: T) {
        self.0.set(value);
    }

    /// A copy of the value.
    pub fn get(&'static self) -> T
    where
        T: Copy,
    {
        self.0.get()
    }
}
