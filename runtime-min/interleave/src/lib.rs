#![no_std]
#![doc = include_str!("../README.md")]

#[cfg(test)]
extern crate std;

pub mod bplus;
pub mod chained;
mod group;
mod hash;
mod iter;
mod loops;
pub mod open;
mod prefetch;
mod ring;
pub mod skip;
pub mod sorted;

pub use group::{Group, group};
pub use iter::Results;
pub use loops::Items;
pub use prefetch::{
    Access, LINE, Locality, Prefetch, hint, prefetch, prefetch_for, prefetch_range,
};
