//! A value that one task at a time may use, across awaits.

use core::cell::UnsafeCell;
use core::fmt;
use core::ops::{Deref, DerefMut};

use super::permits::{Limited, Permits, Take};
use crate::primitive::const_unless_loom;

/// A value that one task at a time may use, across awaits; for example, a bus whose transactions
/// consist of several transfers.
///
/// ```
/// # use runtime_min::{block_on, sync::Mutex};
/// # #[derive(Debug)]
/// # struct Error;
/// # struct I2c(u8);
/// # impl I2c {
/// #     const fn new() -> Self { I2c(0) }
/// #     async fn write(&mut self, _: u8, bytes: &[u8]) -> Result<(), Error> { self.0 = bytes[0]; Ok(()) }
/// #     async fn read(&mut self, _: u8) -> Result<u8, Error> { Ok(self.0 + 1) }
/// # }
/// static BUS: Mutex<I2c> = Mutex::new(I2c::new());
///
/// async fn read_register(address: u8, register: u8) -> Result<u8, Error> {
///     let mut bus = BUS.lock().await;
///     bus.write(address, &[register]).await?;
///     bus.read(address).await         // nobody else's transfer came in between
/// }
/// # assert_eq!(block_on(read_register(0x40, 6)).unwrap(), 7);
/// ```
///
/// # Cancellation
///
/// A guard protects the lock, not the value's invariant.  If a task is dropped at an await while it
/// holds a guard, by a timeout for example, the lock is released and the next task finds the value
/// half changed.  There is no poisoning.  So keep every change that must be whole between two awaits,
/// or note in the value that it is not whole, and let whoever locks it next finish or undo the change.
/// `examples/cancelled_transfer.rs` shows both.
///
/// Interrupts stay enabled while it is locked, and tasks of any priority may hold it. (A waiting
/// task waits for the holder, whatever their priorities.)
pub struct Mutex<T: ?Sized> {
    lock: Lock,
    value: UnsafeCell<T>,
}

/// The right to use the value: one permit.
struct Lock(Permits);

impl Limited for Lock {
    fn permits(&self) -> &Permits {
        &self.0
    }

    fn limit(&self) -> usize {
        1
    }
}

// SAFETY: the only permit gives the value to one context at a time, which may be any.
unsafe impl<T: ?Sized + Send> Sync for Mutex<T> {}

impl<T> Mutex<T> {
    const_unless_loom! {
        /// An unlocked mutex.
        pub const fn new(value: T) -> Self {
            Mutex { lock: Lock(Permits::new()), value: UnsafeCell::new(value) }
        }
    }

    /// Consumes the mutex and returns the value.
    pub fn into_inner(self) -> T {
        self.value.into_inner()
    }
}

impl<T: ?Sized> Mutex<T> {
    /// Waits until the mutex is free, behind those who already wait, and locks it.
    ///
    /// Cancel safe: dropping the future gives up its place in the queue. If it had already been
    /// given the lock, the next one gets it.
    pub async fn lock(&self) -> MutexGuard<'_, T> {
        Take::new(&self.lock).await;
        MutexGuard { lock: &self.lock, value: &self.value }
    }

    /// Locks the mutex if it is free.
    pub fn try_lock(&self) -> Option<MutexGuard<'_, T>> {
        // Not `then_some`: that would make a guard even on failure, and dropping it would unlock.
        let locked = self.lock.0.try_take(self.lock.limit());
        locked.then(|| MutexGuard { lock: &self.lock, value: &self.value })
    }

    /// The value. The exclusive borrow proves that nobody has it locked.
    pub fn get_mut(&mut self) -> &mut T {
        self.value.get_mut()
    }
}

impl<T: ?Sized> fmt::Debug for Mutex<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Mutex").finish_non_exhaustive()
    }
}

/// The right to use a [`Mutex`]'s value. Dropping it hands the lock to the next in the queue.
#[must_use = "a guard that is not kept unlocks at once"]
pub struct MutexGuard<'a, T: ?Sized> {
    lock: &'a Lock,
    value: &'a UnsafeCell<T>,
}

impl<T: ?Sized> Drop for MutexGuard<'_, T> {
    fn drop(&mut self) {
        self.lock.0.give();
    }
}

// SAFETY: it stands for a `&mut T` and a permit, which may be returned from any context.
unsafe impl<T: ?Sized + Send> Send for MutexGuard<'_, T> {}
// SAFETY: a shared guard only gives out `&T`.
unsafe impl<T: ?Sized + Sync> Sync for MutexGuard<'_, T> {}

impl<T: ?Sized> Deref for MutexGuard<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        // SAFETY: the guard holds the only permit.
        unsafe { &*self.value.get() }
    }
}

impl<T: ?Sized> DerefMut for MutexGuard<'_, T> {
    fn deref_mut(&mut self) -> &mut T {
        // SAFETY: the guard holds the only permit, and is borrowed exclusively.
        unsafe { &mut *self.value.get() }
    }
}

impl<T: ?Sized + fmt::Debug> fmt::Debug for MutexGuard<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("MutexGuard").field(&&**self).finish()
    }
}
