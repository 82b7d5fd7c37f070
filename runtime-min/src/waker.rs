//! The waker that [`block_on`](crate::block_on()) hands to its future.
//!
//! A wake increments one global counter, followed by `SEV` on Cortex-M. A sleeper remembers the
//! count from before its poll, and sleeps only while the count has that value. Nobody resets the
//! counter, so no wrong sleeper can consume a wake, however they nest; the price is that each wake
//! polls every running `block_on` once.
//!
//! The waker carries no pointer. It may outlive the `block_on` that made it, live in a static, and
//! be used from any interrupt.

use core::ptr;
use core::task::{RawWaker, RawWakerVTable, Waker};

use crate::primitive::{AtomicU32, Ordering};
use crate::sleep::send_event;
#[cfg(test)]
use crate::testing::fault::{self, Fault};

/// Wakes since reset, modulo 2^32.
#[cfg(not(all(test, loom)))]
static WAKES: AtomicU32 = AtomicU32::new(0);
#[cfg(all(test, loom))]
loom::lazy_static! {
    static ref WAKES: AtomicU32 = AtomicU32::new(0);
}

static VTABLE: RawWakerVTable = RawWakerVTable::new(clone, wake, wake, drop);

// SAFETY: the vtable's functions ignore the data pointer and may be called from any context at any
// time, which is all that `RawWaker`'s contract requires.
static WAKER: Waker = unsafe { Waker::new(ptr::null(), &VTABLE) };

/// The waker of every `block_on`.
pub(crate) fn get() -> &'static Waker {
    &WAKER
}

/// The number of wakes so far, modulo 2^32. Two equal results mean that no wake came in between,
/// unless exactly a multiple of 2^32 did.
pub(crate) fn wakes() -> u32 {
    // Acquire pairs with the Release in `wake`: whoever sees the wake sees what was written before
    // it.
    let order = Ordering::Acquire;
    #[cfg(test)]
    let order = fault::relaxed_if(Fault::WakesSeenWithoutAcquire, order);
    WAKES.load(order)
}

fn clone(_: *const ()) -> RawWaker {
    RawWaker::new(ptr::null(), &VTABLE)
}

fn wake(_: *const ()) {
    WAKES.fetch_add(1, Ordering::Release);
    send_event();
}

fn drop(_: *const ()) {}

#[cfg(all(test, not(loom)))]
mod tests {
    use super::*;

    #[test]
    fn a_wake_changes_the_count() {
        let before = wakes();
        get().wake_by_ref();
        assert_ne!(wakes(), before);
    }

    #[test]
    fn clones_wake_and_compare_equal() {
        let clone = get().clone();
        assert!(clone.will_wake(get()));
        let before = wakes();
        clone.wake();
        assert_ne!(wakes(), before);
    }
}
