//! Compiles a program with stock rustc and with the plugin, runs both, and compares.
//!
//! The tests are in `tests/`, one file per kind; their programs are in `run/` and `ui/`. Every test
//! states how many coroutines the plugin must lower. Those of `run/` also state how many
//! `llvm.coro.begin` the IR must contain before the split. So no test passes if the plugin does
//! nothing.

mod all_targets;
mod board;
mod compile;
mod configuration;
mod counts;
pub mod diagnostics;
mod frames;
mod header;
mod llvm_tools;
mod plugin_source;
mod program;
pub mod programs;
mod scratch;
mod stages;
pub mod tool;
pub mod ui;

pub use all_targets::all_targets;
pub use board::{OnBoard, board_flags, check_on_board};
pub use compile::{Artifact, Compile, Rustc};
pub use configuration::{Configuration, Matrix, Panic};
pub use counts::{Tally, tell_lowered};
pub use frames::{Frame, frames};
pub use header::{Ending, Header};
pub use llvm_tools::{Function, demangle, disassemble};
pub use plugin_source::plugin_sources;
pub use program::{Outcome, check, check_flags, compare, execute};
pub use scratch::{firmware_stages, kept_stages, scratch};
pub use stages::{Lowered, Stages};
