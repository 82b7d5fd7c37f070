//! Counts the instructions of a process exactly, with valgrind.

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, ensure};

use crate::{cargo, process};

/// What a process did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counted {
    /// What it printed.
    pub stdout: String,
    /// Instructions that it executed in user space, all of them or those of one function, without those of
    /// its child processes.
    pub instructions: u64,
}

/// Runs `program`; `configure` adds to its command line and environment.
///
/// # Errors
/// If valgrind cannot be started, or the program does not exit with status 0 within `limit`.
pub fn count(
    program: &Path,
    limit: Duration,
    configure: impl FnOnce(&mut Command),
) -> Result<Counted> {
    run(program, None, limit, configure)
}

/// Like [`count`], but counts only while `function` runs, with what it calls.
///
/// # Errors
/// As for [`count`].
pub fn count_in(
    function: &str,
    program: &Path,
    limit: Duration,
    configure: impl FnOnce(&mut Command),
) -> Result<Counted> {
    run(program, Some(function), limit, configure)
}

fn run(
    program: &Path,
    function: Option<&str>,
    limit: Duration,
    configure: impl FnOnce(&mut Command),
) -> Result<Counted> {
    let mut command = cargo::clean("valgrind");
    command.args(["--tool=callgrind", "--callgrind-out-file=/dev/null"]);
    if let Some(function) = function {
        command.arg(format!("--toggle-collect={function}"));
    }
    command.arg(program);
    configure(&mut command);
    let output = process::run(&mut command, limit)?;
    ensure!(
        output.status.success(),
        "{} under valgrind ended with {}:\n{}",
        program.display(),
        output.status,
        output.stderr
    );
    let instructions = collected(&output.stderr)
        .with_context(|| format!("valgrind counted nothing:\n{}", output.stderr))?;
    Ok(Counted { stdout: output.stdout, instructions })
}

fn collected(report: &str) -> Option<u64> {
    let line = report.lines().find_map(|line| line.split_once("Collected : "))?;
    line.1.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::collected;

    #[test]
    fn the_count_is_found_in_the_report() {
        let report = "==1== Events    : Ir\n==1== Collected : 2091934\n==1== \n";
        assert_eq!(collected(report), Some(2_091_934));
        assert_eq!(collected("==1== Events    : Ir\n"), None);
    }
}
