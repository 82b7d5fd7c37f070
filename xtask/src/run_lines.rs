//! Runs the `RUN:` lines of LLVM tests, as lit would.
//!
//! LLVM's tools, and what a test is to see in their place, are found through `PATH`, so the lines
//! are run as they stand; only `%s`, `%S` and `%t` are replaced.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};

use crate::fsx;

/// How a test's lines are run.
pub struct Runner {
    path: OsString,
    scratch: PathBuf,
}

/// What became of one test.
#[derive(Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Every line ended with status 0.
    Passed,
    /// One did not; its command and output.
    Failed(String),
}

impl Runner {
    /// Tests see the tools of `llvm_bin`; with a plugin, `opt` loads it. `scratch` is for the
    /// tests' temporary files and must not be shared with another runner.
    pub fn new(llvm_bin: &Path, plugin: Option<&Path>, scratch: &Path) -> Result<Self> {
        let bin = scratch.join("bin");
        fsx::empty_dir(&bin)?;
        if let Some(plugin) = plugin {
            let opt = bin.join("opt");
            let script = format!(
                "#!/bin/sh\nexec '{}' '-load-pass-plugin={}' \"$@\"\n",
                llvm_bin.join("opt").display(),
                plugin.display()
            );
            fsx::write(&opt, script)?;
            let executable = std::os::unix::fs::PermissionsExt::from_mode(0o755);
            std::fs::set_permissions(&opt, executable)
                .with_context(|| format!("making {} executable", opt.display()))?;
        }
        let mut path = bin.into_os_string();
        path.push(":");
        path.push(llvm_bin);
        path.push(":");
        path.push(std::env::var_os("PATH").unwrap_or_default());
        Ok(Self { path, scratch: scratch.to_owned() })
    }

    /// Runs a test: all `RUN:` lines of `file`, each changed by `edit` first.
    pub fn run(&self, file: &Path, edit: impl Fn(&str) -> String) -> Result<Outcome> {
        let lines = run_lines(&fsx::read(file)?);
        ensure!(!lines.is_empty(), "{} has no RUN line", file.display());
        let name = file.file_stem().context("a test has a name")?.to_string_lossy();
        let temporary = self.scratch.join(format!("{name}.tmp")).display().to_string();
        let folder = file.parent().context("a test has a folder")?.display().to_string();
        for line in lines {
            let command = edit(&line)
                .replace("%s", &file.display().to_string())
                .replace("%S", &folder)
                .replace("%t", &temporary);
            let result = Command::new("bash")
                .args(["-e", "-o", "pipefail", "-c", &command])
                .current_dir(&self.scratch)
                .env("PATH", &self.path)
                .stdin(Stdio::null())
                .output()
                .context("bash could not be started")?;
            if !result.status.success() {
                let output = String::from_utf8_lossy(&result.stderr);
                return Ok(Outcome::Failed(format!("{command}\n{}", output.trim_end())));
            }
        }
        Ok(Outcome::Passed)
    }
}

/// The `RUN:` lines of a test, continued lines joined.
pub fn run_lines(test: &str) -> Vec<String> {
    let mut lines = Vec::new();
    let mut open = String::new();
    for line in test.lines() {
        let Some(part) = comment(line).and_then(|text| text.strip_prefix("RUN:")) else { continue };
        open.push_str(part.trim());
        if open.ends_with('\\') {
            open.pop();
            open.push(' ');
        } else {
            lines.push(std::mem::take(&mut open));
        }
    }
    lines
}

/// The values of a test's `REQUIRES:` lines.
pub fn requirements(test: &str) -> Vec<&str> {
    test.lines()
        .filter_map(|line| comment(line)?.strip_prefix("REQUIRES:"))
        .flat_map(|list| list.split(','))
        .map(str::trim)
        .collect()
}

fn comment(line: &str) -> Option<&str> {
    Some(line.trim_start().strip_prefix(';')?.trim_start_matches(';').trim_start())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn continued_lines_are_one_command() {
        let test =
            "; what it is\n; RUN: opt %s -S \\\n; RUN:   | FileCheck %s\n;RUN: not x\ndefine";
        assert_eq!(run_lines(test), ["opt %s -S  | FileCheck %s", "not x"]);
    }

    #[test]
    fn requirements_are_listed_one_by_one() {
        assert_eq!(requirements("; REQUIRES: asserts, x86\n; RUN: a"), ["asserts", "x86"]);
    }

    #[test]
    fn the_plugin_is_put_before_opt_and_a_failure_is_told() {
        let scratch = std::env::temp_dir().join(format!("xtask-run-{}", std::process::id()));
        fsx::empty_dir(&scratch).unwrap();
        fsx::write(&scratch.join("opt"), "").unwrap();
        let runner =
            Runner::new(Path::new("/bin"), Some(Path::new("/p.so")), &scratch.join("s")).unwrap();
        let test = scratch.join("a.ll");
        fsx::write(&test, "; RUN: cat $(command -v opt) | grep load-pass-plugin=/p.so\n").unwrap();
        assert_eq!(runner.run(&test, str::to_owned).unwrap(), Outcome::Passed);
        fsx::write(&test, "; RUN: echo reason %t >&2; false | true\n").unwrap();
        let Outcome::Failed(message) = runner.run(&test, str::to_owned).unwrap() else {
            panic!("the failure was not seen");
        };
        assert!(message.contains("reason ") && message.contains("a.tmp"), "{message}");
        fsx::remove(&scratch).unwrap();
    }
}
