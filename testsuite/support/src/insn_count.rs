//! Builds the QEMU plugin that counts instructions, and reads its output.

use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result, bail};

use crate::{Layout, cargo, process};

/// The crate is small and has no dependencies.
const LIMIT: Duration = Duration::from_secs(300);

/// The first QEMU whose generated code counts in scoreboards, and no more in variables.
const SCOREBOARDS: u32 = 9;

/// Builds the plugin for the installed QEMU unless it is up to date, and returns the path of its
/// library.
pub fn build(layout: &Layout) -> Result<PathBuf> {
    let target_dir = layout.build.join("insn-count");
    let mut command = cargo::clean(&layout.cargo);
    command
        .env("RUSTC", &layout.rustc)
        .args(["build", "--release", "--package", "insn-count", "--manifest-path"])
        .arg(layout.root.join("Cargo.toml"))
        .arg("--target-dir")
        .arg(&target_dir);
    let version = process::run(cargo::clean("qemu-system-arm").arg("--version"), LIMIT)?.stdout;
    if major(&version)? >= SCOREBOARDS {
        command.args(["--features", "scoreboards"]);
    }
    let output = process::run(&mut command, LIMIT)?;
    if !output.status.success() {
        bail!("building QEMU's instruction counter failed:\n{}{}", output.stdout, output.stderr);
    }
    Ok(target_dir.join("release/libinsn_count.so"))
}

/// The first number of QEMU's version in what it says of itself.
fn major(text: &str) -> Result<u32> {
    let number =
        text.strip_prefix("QEMU emulator version ").and_then(|rest| rest.split('.').next());
    let number = number.and_then(|number| number.parse().ok());
    number.with_context(|| format!("QEMU tells no version: {text}"))
}

/// Numbers of executed instructions, and the depth of the stack.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counts {
    /// The instructions of each region, in the order of execution.
    pub regions: Vec<u64>,
    /// The stack's depth in bytes, if requested.
    pub stack: Option<u64>,
    /// The instructions from reset to exit.
    pub total: u64,
}

impl Counts {
    /// Parses the plugin's output file.
    pub fn read(path: &Path) -> Result<Self> {
        let text = std::fs::read_to_string(path)
            .with_context(|| format!("the instruction counter left no file {}", path.display()))?;
        Self::parse(&text)
    }

    fn parse(text: &str) -> Result<Self> {
        let mut regions = Vec::new();
        let (mut stack, mut total) = (None, None);
        for line in text.lines() {
            let words: Vec<_> = line.split(' ').collect();
            match words[..] {
                ["region", index, count] if index.parse() == Ok(regions.len()) => {
                    regions.push(count.parse()?);
                }
                ["stack", depth] if stack.is_none() => stack = Some(depth.parse()?),
                ["total", count] if total.is_none() => total = Some(count.parse()?),
                _ => bail!("the instruction counter reports: {line}"),
            }
        }
        let total = total.context("the instruction counter reports no total")?;
        Ok(Counts { regions, stack, total })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn regions_and_total() {
        let counts = Counts::parse("region 0 12\nregion 1 0\ntotal 345\n").unwrap();
        assert_eq!(counts, Counts { regions: vec![12, 0], stack: None, total: 345 });
        let counts = Counts::parse("stack 40\ntotal 345\n").unwrap();
        assert_eq!(counts, Counts { regions: vec![], stack: Some(40), total: 345 });
    }

    #[test]
    fn versions_of_qemu() {
        let line = "QEMU emulator version 7.2.22 (Debian 1:7.2+dfsg-7)\nCopyright (c) …\n";
        assert_eq!(major(line).unwrap(), 7);
        assert_eq!(major("QEMU emulator version 10.0.13 (…)\n").unwrap(), 10);
        assert!(major("qemu: no such option\n").is_err());
    }

    #[test]
    fn errors_are_passed_on() {
        let message = Counts::parse("error no stop\ntotal 1\n").unwrap_err().to_string();
        assert!(message.contains("error no stop"), "{message}");
        assert!(Counts::parse("region 1 12\ntotal 13\n").is_err());
        assert!(Counts::parse("region 0 12\n").is_err());
    }
}
