//! What the coroutines suspend on, and what drops.

#![allow(dead_code)]

use core::future::Future;
use core::hint::black_box;
use core::pin::{Pin, pin};
use core::task::{Context, Poll};

include!("../../../common/suspend.rs");

pub const fn suspend() -> Suspend {
    Suspend(false)
}

/// A destructor that cannot be left out.
pub struct Guard(pub u32);

impl Drop for Guard {
    #[inline(never)]
    fn drop(&mut self) {
        black_box(self.0);
    }
}

/// Makes the compiler generate a future's poll function and drop glue.
pub fn poll<F: Future>(future: F, context: &mut Context<'_>) -> Poll<F::Output> {
    pin!(future).poll(context)
}
