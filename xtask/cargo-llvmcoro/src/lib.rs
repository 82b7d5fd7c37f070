//! What the programs of the distribution share.
//!
//! ```text
//! bin/rustc-llvmcoro           rustc with the plugin
//! bin/cargo-llvmcoro           cargo that compiles crates for the target with the plugin; compares
//!                              builds and shows frames
//! libexec/rustc,rustdoc        what that cargo calls in the place of rustc and rustdoc
//! libexec/stock/rustc,rustdoc  the same for stock, with the same sysroot
//! libexec/probe/rustc          the same for the frame probe
//! libexec/rustc-with-llvmcoro  the compiler's driver with the plugin
//! libexec/frame-probe          a rustc that tells the sizes of coroutines
//! lib/                         the plugin, and a record of the compiler that it is for
//! sysroot/                     std for the host, core and alloc for the bare targets
//! ```
//!
//! The folder can be moved as a whole.

pub mod budget;
pub mod cargo;
pub mod cli;
pub mod compare;
pub mod compiler;
pub mod dist;
pub mod frames;
pub mod options;
mod output;
pub mod packages;
mod project;
mod selection;

use std::ffi::OsStr;
use std::os::unix::process::CommandExt;
use std::process::{Command, ExitCode};

use anyhow::{Context, Result};

/// Becomes `command`.
///
/// # Errors
/// If it cannot be started.
pub fn exec(mut command: Command) -> Result<ExitCode> {
    let error = command.exec();
    let program = command.get_program().to_string_lossy().into_owned();
    Err(error).with_context(|| format!("{program} cannot be started"))
}

/// The status for `result`, an error told under this program's name.
pub fn finish(program: &str, result: Result<ExitCode>) -> ExitCode {
    result.unwrap_or_else(|error| {
        eprintln!("{program}: {error:#}");
        ExitCode::FAILURE
    })
}

/// Whether an argument begins with an ASCII prefix.
pub fn starts_with(arg: &OsStr, prefix: &str) -> bool {
    arg.as_encoded_bytes().starts_with(prefix.as_bytes())
}
