//! A channel from one thread to another.

use crate::primitive::{AtomicU32, Ordering, Place, const_unless_loom};
use crate::{Zeroed, yield_now};

/// A queue of at most `N` values from one thread to another, in shared or global memory. All bytes zero are an
/// empty one.
///
/// Memory order: a value is written before the count of sent values is stored with `Release`, and read after
/// that count was loaded with `Acquire`; a place is used again after the count of received values, which is
/// stored with `Release` when a value has been read, was loaded with `Acquire`. So all that the sender did
/// before a `send` has happened for who received its value. Nothing is said about other channels. As Rust's
/// atomics have no scope, these hold for all threads of the GPU and the host.
#[derive(Debug)]
pub struct Channel<T, const N: usize> {
    sent: AtomicU32,
    received: AtomicU32,
    places: [Place<T>; N],
}

// SAFETY: a place is used by one end at a time, as the counts say.
unsafe impl<T: Copy + Send, const N: usize> Sync for Channel<T, N> {}

// SAFETY: two counts of zero mean that no place has a value.
unsafe impl<T: Copy, const N: usize> Zeroed for Channel<T, N> {}

/// The end of a channel that sends.
#[derive(Debug)]
pub struct Sender<'c, T, const N: usize> {
    channel: &'c Channel<T, N>,
    sent: u32,
}

/// The end of a channel that receives.
#[derive(Debug)]
pub struct Receiver<'c, T, const N: usize> {
    channel: &'c Channel<T, N>,
    received: u32,
}

impl<T: Copy, const N: usize> Channel<T, N> {
    const_unless_loom! {
        /// An empty one.
        pub const fn new() -> Self {
            const { assert!(N.is_power_of_two() && N < 1 << 31, "counts wrap around at 2^32") };
            #[cfg(not(all(test, loom)))]
            let places = [const { Place::new() }; N];
            #[cfg(all(test, loom))]
            let places = core::array::from_fn(|_| Place::new());
            Channel { sent: AtomicU32::new(0), received: AtomicU32::new(0), places }
        }
    }

    /// Its two ends.
    pub fn split(&mut self) -> (Sender<'_, T, N>, Receiver<'_, T, N>) {
        // SAFETY: nobody else can make another end while these two exist.
        unsafe { (self.sender(), self.receiver()) }
    }

    /// The end that sends.
    ///
    /// # Safety
    /// There is no other one while this one is used, and the last one's use has happened before.
    pub unsafe fn sender(&self) -> Sender<'_, T, N> {
        Sender { channel: self, sent: self.sent.load(Ordering::Relaxed) }
    }

    /// The end that receives.
    ///
    /// # Safety
    /// As for [`sender`](Self::sender).
    pub unsafe fn receiver(&self) -> Receiver<'_, T, N> {
        Receiver { channel: self, received: self.received.load(Ordering::Relaxed) }
    }

    fn place(&self, count: u32) -> &Place<T> {
        &self.places[count as usize % N]
    }
}

impl<T: Copy, const N: usize> Default for Channel<T, N> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T: Copy, const N: usize> Sender<'_, T, N> {
    /// Sends a value, after waiting for a free place.
    pub async fn send(&mut self, value: T) {
        while !self.try_send(value) {
            yield_now().await;
        }
    }

    /// Sends a value if there is a free place; whether there was one.
    pub fn try_send(&mut self, value: T) -> bool {
        let received = self.channel.received.load(Ordering::Acquire);
        if self.sent.wrapping_sub(received) as usize == N {
            return false;
        }
        // SAFETY: the place is free, and this is the one end that writes.
        unsafe { self.channel.place(self.sent).write(value) };
        self.sent = self.sent.wrapping_add(1);
        self.channel.sent.store(self.sent, Ordering::Release);
        true
    }
}

impl<T: Copy, const N: usize> Receiver<'_, T, N> {
    /// Receives a value, after waiting for one.
    pub async fn receive(&mut self) -> T {
        loop {
            if let Some(value) = self.try_receive() {
                return value;
            }
            yield_now().await;
        }
    }

    /// Receives a value if there is one.
    pub fn try_receive(&mut self) -> Option<T> {
        if self.channel.sent.load(Ordering::Acquire) == self.received {
            return None;
        }
        // SAFETY: the place has a value, which the sender leaves alone until it is received.
        let value = unsafe { self.channel.place(self.received).read() };
        self.received = self.received.wrapping_add(1);
        self.channel.received.store(self.received, Ordering::Release);
        Some(value)
    }
}
