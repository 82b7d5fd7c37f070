//! The corpus whose frames are measured, and how it is compiled (docs/frames.md).

mod compile;
mod corpus;

pub use corpus::{Part, Source, parts, single};
