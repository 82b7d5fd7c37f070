#![no_std]
#![doc = include_str!("../README.md")]

#[cfg(test)]
extern crate std;

mod group;
mod prefetch;
mod ring;

pub use group::{Group, group};
pub use prefetch::{
    Access, LINE, Locality, Prefetch, hint, prefetch, prefetch_for, prefetch_range,
};
