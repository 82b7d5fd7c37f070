//! `./x bench interleave`, and what the tests share with it.
//!
//! What the measurements of interleaved lookups share: memory, what is looked up in, and the libraries
//! that look it up.

pub mod bbtree;
pub mod build;
mod comparison;
mod data;
mod library;
mod measure;
mod memory;
pub mod page;
mod table;

pub use comparison::{Comparison, Goal, comparisons};
pub use data::Workload;
pub use library::Library;
pub use measure::{Libraries, Measured, Point, Way, measure};
pub use table::table;
