//! A point that threads wait for each other at.

use crate::primitive::{AtomicU32, Ordering, const_unless_loom, fence};
use crate::{Zeroed, yield_now};

/// A barrier in shared or global memory. All bytes zero are one that nobody waits at. It can be used any number
/// of times. Unlike PTX's `bar.sync` it may be waited for by threads of several blocks, and while others of the
/// thread's futures go on.
///
/// Memory order: a thread arrives by a fence with `Release` and a read-modify-write; the last one has a fence with
/// `Acquire` behind it, and begins the next phase by a store with `Release`, which the others load with `Acquire`. So all that any of the threads did before it waited has
/// happened for all of them afterwards.
#[derive(Debug, Default)]
pub struct Barrier {
    arrived: AtomicU32,
    phase: AtomicU32,
}

// SAFETY: no thread has arrived.
unsafe impl Zeroed for Barrier {}

impl Barrier {
    const_unless_loom! {
        /// A barrier that nobody waits at.
        pub const fn new() -> Self {
            Barrier { arrived: AtomicU32::new(0), phase: AtomicU32::new(0) }
        }
    }

    /// Waits until so many `threads` wait, this one among them. All of them have to say the same number.
    ///
    /// A future that is dropped after its first poll has arrived nevertheless.
    pub async fn wait(&self, threads: u32) {
        // It does not change before this thread has arrived.
        let phase = self.phase.load(Ordering::Relaxed);
        // Fences, because LLVM 22 drops the order of a read-modify-write for a GPU.
        fence(Ordering::Release);
        if self.arrived.fetch_add(1, Ordering::Relaxed) + 1 == threads {
            fence(Ordering::Acquire);
            // Those of the next phase come after the store below.
            self.arrived.store(0, Ordering::Relaxed);
            self.phase.store(phase.wrapping_add(1), Ordering::Release);
            return;
        }
        while self.phase.load(Ordering::Acquire) == phase {
            yield_now().await;
        }
    }
}
