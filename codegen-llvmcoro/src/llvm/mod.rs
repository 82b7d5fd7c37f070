//! The LLVM side: knows IR, not Rust.
//!
//! * [`model`]: a frame model as data, and laid out by LLVM; [`model_ir`]: as IR.
//! * [`shape`]: turns a function with markers into a poll-shaped LLVM coroutine and splits it.
//! * [`ffi`]: the C interface of the patched coroutine passes.
//! * [`handle`]: safe enough wrappers over the C API where inkwell has no words (tokens, inline
//!   assembly text, metadata on instructions).

pub mod ffi;
mod handle;
pub mod model;
pub mod model_ir;
pub mod shape;
