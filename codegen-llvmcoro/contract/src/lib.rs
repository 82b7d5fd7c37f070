//! The data about a coroutine that llvmcoro's MIR side and LLVM side exchange.
//!
//! Plain data without types of rustc or LLVM: plain cargo builds and tests it, and tools that read
//! the plugin's output use the same types as the plugin that writes it.
//!
//! * [`marker`]: how a suspension point travels from MIR to LLVM IR.
//! * [`model`]: a coroutine as its frame sees it; [`layout`]: the laid-out frame.
//! * [`record`]: a frame for people and programs, as `-llvmcoro-frames` writes it.
//! * [`debug_types`]: a coroutine for debuggers.
//! * [`note`]: what object files say about frames, for comparison at link time.
//! * [`ids`]: typed indices.

pub mod debug_types;
pub mod ids;
pub mod layout;
pub mod marker;
pub mod model;
pub mod note;
pub mod record;

pub use ids::{BlockId, CaptureId, LocalId, SlotId, StateId};
