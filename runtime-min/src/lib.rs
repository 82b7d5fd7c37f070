#![doc = include_str!("../README.md")]
#![cfg_attr(not(test), no_std)]
#![deny(missing_docs, unsafe_op_in_unsafe_fn)]
#![warn(clippy::undocumented_unsafe_blocks)]

mod block_on;
mod join;
mod maybe_done;
mod signal;
mod sleep;
pub mod time;
mod waker;
mod yield_now;

#[cfg(test)]
mod testing;

pub use block_on::{block_on, block_on_with};
pub use join::{Join, join};
pub use signal::{Signal, Wait};
#[cfg(not(all(target_arch = "arm", target_os = "none")))]
pub use sleep::Spin;
pub use sleep::{DefaultSleep, Sleep};
#[cfg(all(target_arch = "arm", target_os = "none"))]
pub use sleep::{Wfe, Wfi};
pub use yield_now::{YieldNow, yield_now};
