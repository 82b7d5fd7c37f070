//! Runs gdb scripts.

use std::path::Path;
use std::time::Duration;

use anyhow::{Result, ensure};

use crate::{cargo, process};

/// A script takes a second; the limit is for busy machines.
const LIMIT: Duration = Duration::from_secs(120);

/// Runs `commands` on `program` and returns gdb's output. File names in the commands are relative
/// to `folder`.
///
/// # Errors
/// If gdb cannot be started, does not terminate, or stops because a command failed.
pub fn run(program: &Path, folder: &Path, commands: &[String]) -> Result<String> {
    let mut gdb = cargo::clean("gdb-multiarch");
    // No user settings, no questions, no downloads of debug information.
    gdb.args(["-nx", "-batch", "-iex", "set debuginfod enabled off", "-ex", "set width 0"]);
    for command in commands {
        gdb.args(["-ex", command]);
    }
    let output = process::run(gdb.arg(program).current_dir(folder), LIMIT)?;
    ensure!(
        output.status.success(),
        "gdb ended with {}:\n{}{}",
        output.status,
        output.stdout,
        output.stderr
    );
    Ok(output.stdout + &output.stderr)
}
