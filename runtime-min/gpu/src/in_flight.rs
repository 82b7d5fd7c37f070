//! Suspending while a load is on its way.

use core::future::{Future, poll_fn};
use core::ptr;
use core::task::Poll;

/// Issues the load of `*place`, suspends once, and returns what was loaded. A thread of a GPU waits where it
/// uses a loaded value, not where it loads it: what other futures of the thread do between the two polls,
/// among it their own loads, happens while this one is on its way.
///
/// The load is issued by the call. It is volatile, so it stays where it is.
pub fn in_flight<T: Copy>(place: &T) -> impl Future<Output = T> + use<T> {
    // SAFETY: a reference is valid for reads.
    after_a_turn(unsafe { ptr::from_ref(place).read_volatile() })
}

async fn after_a_turn<T>(value: T) -> T {
    yield_now().await;
    value
}

/// Suspends once.
pub fn yield_now() -> impl Future<Output = ()> {
    let mut yielded = false;
    poll_fn(move |_| {
        if yielded {
            return Poll::Ready(());
        }
        yielded = true;
        Poll::Pending
    })
}
