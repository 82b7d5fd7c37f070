//! What the plugin tells its user.
//!
//! * [`report`]: frames, stages, and which way each coroutine went.
//! * [`frames`]: each frame, for programs that show frames.

pub mod frames;
pub mod report;
