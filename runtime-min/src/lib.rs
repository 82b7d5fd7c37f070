#![doc = include_str!("../README.md")]
#![cfg_attr(not(test), no_std)]

#[cfg(feature = "alloc")]
extern crate alloc;

mod block_on;
mod critical;
mod executor;
mod join;
mod maybe_done;
mod primitive;
mod select;
mod signal;
mod sleep;
pub mod sync;
pub mod time;
#[cfg(feature = "trace")]
pub mod trace;
mod waker;
mod yield_now;

#[cfg(test)]
mod testing;

pub use block_on::{block_on, block_on_with};
#[cfg(all(target_arch = "arm", target_os = "none"))]
pub use executor::InterruptExecutor;
#[doc(hidden)]
pub use executor::{Align, Alignment, TaskFn, task_align, task_rest};
pub use executor::{PoolFull, Runner, SendSpawner, Spawner, TaskPool, ThreadExecutor};
pub use join::{Join, join};
pub use select::{Either, Select, select};
pub use signal::{Signal, Wait};
#[cfg(not(all(target_arch = "arm", target_os = "none")))]
pub use sleep::Spin;
pub use sleep::{DefaultSleep, Sleep};
#[cfg(all(target_arch = "arm", target_os = "none"))]
pub use sleep::{Wfe, Wfi};
pub use yield_now::{YieldNow, yield_now};
