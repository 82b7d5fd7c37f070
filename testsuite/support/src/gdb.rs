//! Scripts for gdb.

use std::path::Path;
use std::time::Duration;

use anyhow::{Result, ensure};

use crate::{cargo, process};

/// A script takes a second; this is for machines that are busy with other things.
const LIMIT: Duration = Duration::from_secs(120);

/// Runs `commands` on `program` and returns what gdb printed. File names in the commands are
/// relative to `folder`.
///
/// # Errors
/// If gdb cannot be started, does not end, or ends because a command failed: gdb stops at the first.
pub fn run(program: &Path, folder: &Path, commands: &[String]) -> Result<String> {
    let mut gdb = cargo::clean("gdb-multiarch");
    // No settings of the user's, no questions, no download of debug information.
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
