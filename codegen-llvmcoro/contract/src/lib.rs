//! What the MIR side and the LLVM side of llvmcoro tell each other about a coroutine.
//!
//! Plain data: no type of rustc's or LLVM's occurs here, so plain cargo builds and tests it, and
//! tools that read the plugin's output use the same types as the plugin that writes it.
//!
//! * [`marker`]: how a suspension point travels from MIR to LLVM IR.
//! * [`model`]: a coroutine as its frame sees it; [`layout`]: where everything lies in the frame.
//! * [`record`]: a frame for people and programs, as `-llvmcoro-frames` writes it.
//! * [`note`]: what object files say about frames, so that the link can compare them.
//! * [`ids`]: what things are numbered by.

pub mod ids;
pub mod layout;
pub mod marker;
pub mod model;
pub mod note;
pub mod record;

pub use ids::{BlockId, CaptureId, LocalId, SlotId, StateId};
