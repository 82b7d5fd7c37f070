//! A queue of values between tasks.

use core::cell::Cell;
use core::fmt;

use critical_section::Mutex;

use super::permits::{Limited, Permits, Take};
use crate::critical;
use crate::primitive::const_unless_loom;

/// A queue of at most `N` values, from any number of senders to any number of receivers.
///
/// Each value goes to one receiver. Values come out in the order in which they went in. Tasks that
/// wait for a place or a value are served in the order of arrival.
pub struct Channel<T, const N: usize> {
    /// A permit for each free place: whoever takes one puts a value in.
    places: Places<N>,
    /// A permit for each value: whoever takes one takes a value out.
    values: Values,
    ring: Mutex<Ring<T, N>>,
}

struct Places<const N: usize>(Permits);

impl<const N: usize> Limited for Places<N> {
    fn permits(&self) -> &Permits {
        &self.0
    }

    fn limit(&self) -> usize {
        N
    }
}

struct Values(Permits);

impl Limited for Values {
    fn permits(&self) -> &Permits {
        &self.0
    }

    fn limit(&self) -> usize {
        0
    }
}

struct Ring<T, const N: usize> {
    slots: [Cell<Option<T>>; N],
    /// The index for the next value to put in.
    write: Cell<usize>,
    /// The index of the next value to take out.
    read: Cell<usize>,
}

impl<T, const N: usize> Channel<T, N> {
    const_unless_loom! {
        /// An empty channel.
        pub const fn new() -> Self {
            const { assert!(N > 0, "a channel needs a place") }
            Channel {
                places: Places(Permits::new()),
                values: Values(Permits::new()),
                ring: Mutex::new(Ring {
                    slots: [const { Cell::new(None) }; N],
                    write: Cell::new(0),
                    read: Cell::new(0),
                }),
            }
        }
    }

    /// Waits for a free place and puts `value` there.
    ///
    /// Cancel safe: dropping the future drops the value and gives up the place in the queue.
    pub async fn send(&self, value: T) {
        Take::new(&self.places).await;
        self.put(value);
    }

    /// Puts `value` into a free place. No place is free while somebody waits for one.
    ///
    /// Safe to call from an interrupt handler of any priority that critical sections mask.
    ///
    /// # Errors
    /// If no place is free; the error returns the value.
    pub fn try_send(&self, value: T) -> Result<(), TrySendError<T>> {
        if !self.places.0.try_take(self.places.limit()) {
            return Err(TrySendError(value));
        }
        self.put(value);
        Ok(())
    }

    /// Waits for a value and takes it.
    ///
    /// Cancel safe: dropping the future takes no value and gives up the place in the queue.
    pub async fn receive(&self) -> T {
        Take::new(&self.values).await;
        self.get()
    }

    /// Takes a value, if there is one that nobody waits for.
    pub fn try_receive(&self) -> Option<T> {
        self.values.0.try_take(self.values.limit()).then(|| self.get())
    }

    /// Puts a value in; the caller has taken a permit for a place.
    fn put(&self, value: T) {
        let replaced = critical::with(|cs| {
            let ring = self.ring.borrow(cs);
            let at = ring.write.get();
            ring.write.set(if at + 1 == N { 0 } else { at + 1 });
            ring.slots[at].replace(Some(value))
        });
        debug_assert!(replaced.is_none(), "the caller had a place");
        self.values.0.give();
    }

    /// Takes a value out; the caller has taken a permit for it.
    fn get(&self) -> T {
        let value = critical::with(|cs| {
            let ring = self.ring.borrow(cs);
            let at = ring.read.get();
            ring.read.set(if at + 1 == N { 0 } else { at + 1 });
            ring.slots[at].take()
        });
        self.places.0.give();
        let Some(value) = value else {
            unreachable!("the caller had a value");
        };
        value
    }
}

impl<T, const N: usize> Default for Channel<T, N> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T, const N: usize> fmt::Debug for Channel<T, N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Channel").finish_non_exhaustive()
    }
}

/// A value that was not sent because no place was free.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct TrySendError<T>(pub T);

impl<T> fmt::Debug for TrySendError<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TrySendError").finish_non_exhaustive()
    }
}

impl<T> fmt::Display for TrySendError<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("no place is free in the channel")
    }
}

impl<T> core::error::Error for TrySendError<T> {}
