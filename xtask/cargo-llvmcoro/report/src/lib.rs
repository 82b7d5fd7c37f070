//! What the compilers tell of programs and frames: read, paired, explained, and shown. `cargo llvmcoro`
//! and `./x frames` use the same.
//!
//! Frames are measured in three ways: stock rustc's, the plugin's, and the floor, which is the minimum
//! for any layout (docs/frames.md). The numbers are the compilers' own: they come from the program
//! `frame-probe`, which is rustc with or without the plugin.

pub mod artifact;
mod comparison;
pub mod elf;
mod explain;
mod frame;
mod futures;
mod listing;
mod page;
mod probe;
pub mod stack;
mod summary;
pub mod table;
mod why;

pub use comparison::{Comparison, Program, SECTIONS};
pub use explain::explain;
pub use frame::{Frames, by_offset, largest, line, short, suspended_at, title, words};
pub use futures::{Future, Pools, merge};
pub use listing::{listing, stacks, tasks};
pub use page::page;
pub use probe::{Answer, FloorState, Kept, Metadata, Mode, Pool, Probe};
pub use summary::{Summary, table};
pub use why::why;
