//! Panics end the program: none is caught.

use alloc_crate::boxed::Box;
use core::any::Any;

pub use core::panic::*;

/// Calls `f`. There is no error: as on the host with `-C panic=abort`, a panic does not return.
pub fn catch_unwind<R>(f: impl FnOnce() -> R + UnwindSafe) -> Result<R, Box<dyn Any + Send>> {
    Ok(f())
}
