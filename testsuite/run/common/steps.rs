//! Panics at each step of a future.

use std::fmt::Debug;
use std::future::Future;
use std::panic::{self, AssertUnwindSafe};
use std::sync::atomic::AtomicU32;
use std::sync::atomic::Ordering::Relaxed;
use std::task::Poll;

use crate::common::poll;

/// How many steps are left until one panics.
static FUSE: AtomicU32 = AtomicU32::new(u32::MAX);

/// Something that may panic.
pub fn step(name: &str) {
    let fuse = FUSE.load(Relaxed);
    FUSE.store(fuse.wrapping_sub(1), Relaxed);
    assert!(fuse != 0, "at {name}");
}

/// Polls to the end, or to a panic; then what is left is dropped.
fn observe<F: Future<Output: Debug>>(what: &str, fuse: u32, polls: u32, future: F) -> bool {
    println!("{what}, fuse {fuse}, at most {polls} polls");
    FUSE.store(fuse, Relaxed);
    let mut future = Box::pin(future);
    let result = panic::catch_unwind(AssertUnwindSafe(|| {
        (0..polls).find_map(|_| match poll(future.as_mut()) {
            Poll::Ready(output) => Some(output),
            Poll::Pending => None,
        })
    }));
    match &result {
        Ok(Some(output)) => println!("  {output:?}"),
        Ok(None) => println!("  pending"),
        Err(payload) => {
            let text = payload.downcast_ref::<String>();
            println!("  panicked: {}", text.map_or("", String::as_str));
        }
    }
    drop(future);
    FUSE.store(u32::MAX, Relaxed);
    matches!(result, Ok(Some(_)))
}

/// Dropped after each poll, and with a panic at each step.
pub fn observe_all<F: Future<Output: Debug>>(what: &str, make: impl Fn() -> F) {
    let mut polls = 0..20;
    while !observe(what, u32::MAX, polls.next().unwrap_or(u32::MAX), make()) {}
    let mut fuses = 0..20;
    while !observe(what, fuses.next().unwrap_or(u32::MAX), u32::MAX, make()) {}
}
