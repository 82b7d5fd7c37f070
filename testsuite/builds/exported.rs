//! A library for C: creates a future, polls it, drops it.

use std::boxed::Box;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, Waker};

#[path = "../run/common/mod.rs"]
mod common;

use common::Pause;

struct Guard(u32);

impl Drop for Guard {
    fn drop(&mut self) {
        println!("drop {}", self.0);
    }
}

async fn leaf(number: u32) -> u32 {
    let guard = Guard(number);
    Pause(2).await;
    guard.0 * 2
}

async fn work(number: u32) -> u32 {
    let _guard = Guard(number + 100);
    let mut sum = 0;
    for step in 0..number {
        sum += leaf(step).await;
    }
    sum
}

type Work = Pin<Box<dyn Future<Output = u32>>>;

/// A future for C to keep.
#[unsafe(no_mangle)]
pub extern "C" fn work_new(number: u32) -> *mut Work {
    Box::into_raw(Box::new(Box::pin(work(number))))
}

/// -1 while it is pending.
///
/// # Safety
/// `work` must come from `work_new` and not be freed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn work_poll(work: *mut Work) -> i64 {
    let work = unsafe { &mut *work };
    match work.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(sum) => sum.into(),
        Poll::Pending => -1,
    }
}

/// Frees it.
///
/// # Safety
/// `work` must come from `work_new`, and is not to be used any more.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn work_free(work: *mut Work) {
    drop(unsafe { Box::from_raw(work) });
}
