#![doc = include_str!("../README.md")]
#![cfg_attr(target_arch = "nvptx64", no_std)]
#![cfg_attr(target_arch = "nvptx64", feature(asm_experimental_arch, stdarch_nvptx))]

mod barrier;
mod block_on;
mod channel;
mod in_flight;
mod join_all;
#[cfg(all(test, loom))]
mod loom_models;
mod pause;
mod per_thread;
mod primitive;
#[cfg(target_arch = "nvptx64")]
mod shared;

pub use barrier::Barrier;
pub use block_on::{block_on, spin_on};
pub use channel::{Channel, Receiver, Sender};
pub use in_flight::{in_flight, yield_now};
pub use join_all::{JoinAll, join_all};
pub use pause::pause;
pub use per_thread::PerThread;
#[cfg(target_arch = "nvptx64")]
pub use shared::shared_memory;

/// Types that are valid, and empty, if all of their bytes are zero: shared memory begins like that.
///
/// # Safety
/// All bytes zero are a value of the type.
pub unsafe trait Zeroed {}

// SAFETY: an array has nothing but its elements.
unsafe impl<T: Zeroed, const N: usize> Zeroed for [T; N] {}
