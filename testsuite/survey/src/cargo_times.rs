//! How long cargo's builds take: this program in the place of the cargo that `cargo llvmcoro` calls.
//!
//! It starts Debian's, and writes down the processor time of everything that a build of all starts.

use std::env;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use anyhow::{Context, Result, ensure};

/// Names the file that gets the times, one line a build. Set where this program stands for cargo.
pub const VARIABLE: &str = "LLVMCORO_SURVEY_TIMES";

const CARGO: &str = "/usr/bin/cargo";

/// Linux counts a process's time in hundredths of a second, whatever its own clock is.
const TICKS: f64 = 100.0;

/// Processor time, in seconds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Times {
    /// Of stock's build.
    pub stock: f64,
    /// Of the plugin's.
    pub plugin: f64,
}

impl Times {
    /// Reads what the builds wrote; `None` if one of them has not ended.
    ///
    /// # Errors
    /// If the file has other lines.
    pub fn read(file: &Path) -> Result<Option<Self>> {
        if !file.exists() {
            return Ok(None);
        }
        let text = fs::read_to_string(file).with_context(|| file.display().to_string())?;
        Self::parse(&text).with_context(|| file.display().to_string())
    }

    fn parse(text: &str) -> Result<Option<Self>> {
        // A build that had nothing to do, later, says nothing.
        let first = |name: &str| -> Result<Option<f64>> {
            let line = text.lines().find_map(|line| line.strip_prefix(name));
            line.map(|seconds| seconds.trim().parse().context("seconds")).transpose()
        };
        Ok(first("stock ")?.zip(first("plugin ")?).map(|(stock, plugin)| Times { stock, plugin }))
    }
}

/// The file, if this process stands for cargo.
pub fn file() -> Option<PathBuf> {
    env::var_os(VARIABLE).map(PathBuf::from)
}

/// Runs cargo with this process's arguments.
///
/// # Errors
/// If it cannot be started, or the time cannot be written.
pub fn run(file: &Path) -> Result<ExitCode> {
    let status = Command::new(CARGO)
        .args(env::args_os().skip(1))
        .env_remove(VARIABLE)
        .status()
        .with_context(|| format!("{CARGO} cannot be started"))?;
    if !status.success() {
        return Ok(ExitCode::FAILURE);
    }
    if env::args().nth(1).as_deref() == Some("build") {
        let rustc = PathBuf::from(env::var_os("RUSTC").unwrap_or_default());
        let by_stock = rustc.parent().is_some_and(|folder| folder.ends_with("stock"));
        let name = if by_stock { "stock" } else { "plugin" };
        let stat = fs::read_to_string("/proc/self/stat").context("/proc/self/stat")?;
        let seconds = children(&stat)?;
        let mut file = fs::OpenOptions::new().create(true).append(true).open(file)?;
        writeln!(file, "{name} {seconds:.2}")?;
    }
    Ok(ExitCode::SUCCESS)
}

/// The user time of the children that have ended, in seconds, in the text of `/proc/PID/stat`.
fn children(stat: &str) -> Result<f64> {
    // The second field is the program's name in parentheses, which may have blanks.
    let (_, rest) = stat.rsplit_once(')').context("no name")?;
    let fields: Vec<&str> = rest.split_whitespace().collect();
    // The list begins with the third field, and the time is the sixteenth.
    ensure!(fields.len() > 13, "too few fields");
    Ok(fields[13].parse::<f64>().context("the time of the children")? / TICKS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_time_of_each_counts() {
        let times = Times::parse("stock 3.50\nplugin 4.25\nstock 0.10\nplugin 0.1\n").unwrap();
        assert_eq!(times, Some(Times { stock: 3.5, plugin: 4.25 }));
        assert_eq!(Times::parse("stock 3.50\n").unwrap(), None);
        assert!(Times::parse("stock x\nplugin 1\n").is_err());
    }

    #[test]
    fn the_time_of_children_is_found() {
        let stat = "7 (a b) c) S 1 2 3 4 5 6 7 8 9 10 11 12 1234 14 15\n";
        assert_eq!(children(stat).unwrap(), 12.34);
        assert!(children("7 (x) S 1").is_err());
    }
}
