//! Measures frames in three ways: stock rustc's, the plugin's, and the floor, which is the minimum
//! for any layout (docs/frames.md). The numbers are the compilers' own: they come from the program
//! `frame-probe`, which is rustc with or without the plugin.

mod corpus;
mod explain;
mod frame;
mod futures;
mod page;
mod probe;
mod summary;

pub use corpus::{Part, Source, parts, single};
pub use explain::explain;
pub use frame::{Frames, largest, short, title};
pub use futures::{Future, merge};
pub use page::page;
pub use probe::{Answer, FloorState, Kept, Mode, Probe};
pub use summary::{Summary, table};
