//! Code generation.
//!
//! * [`emit`] generates a codegen unit and splits its coroutines.
//! * [`agreement`] records frames in object files and compares them at link time.
//! * [`private`] holds everything that mirrors private details of rustc.

pub mod agreement;
pub mod emit;
pub mod private;
