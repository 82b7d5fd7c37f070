//! The LLVM side: knows IR, not Rust.
//!
//! * [`model`]: lets LLVM lay out a frame model; [`model_ir`]: writes the model as IR.
//! * [`shape`]: turns a function with markers into a poll-shaped LLVM coroutine and splits it.
//! * [`conventions`]: the attributes and metadata that both of them and the patched passes know.
//! * [`handle`]: what inkwell has no words for (tokens, inline assembly, the patched passes), and
//!   the only place of this side that calls LLVM's C API itself.

mod conventions;
mod handle;
pub mod model;
pub mod model_ir;
pub mod shape;

pub use handle::{finish_time_trace, library};
