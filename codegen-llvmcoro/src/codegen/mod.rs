//! Code generation.
//!
//! * [`emit`] generates a codegen unit and splits its coroutines.
//! * [`agreement`] records frames in object files and compares them at link time.
//! * [`debug_types`] tells debuggers what is in the frame of a suspended coroutine.
//! * [`pipeline`] adds our passes to LLVM's pipelines.
//! * [`private`] holds everything that mirrors private details of rustc.

pub mod agreement;
mod debug_types;
pub mod emit;
pub mod pipeline;
pub mod private;
