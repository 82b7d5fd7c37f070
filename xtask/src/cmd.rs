//! Child processes: their environment, their output, their failures.

use std::ffi::OsStr;
use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

/// A command without the caller's environment variables that change what cargo or rustc do. Cargo's
/// registry and access to it stay as the caller configured them.
pub fn clean(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    for (name, _) in std::env::vars_os() {
        if name.to_str().is_some_and(changes_builds) {
            command.env_remove(name);
        }
    }
    command
}

fn changes_builds(name: &str) -> bool {
    const KEPT: &[&str] =
        &["CARGO_HOME", "CARGO_HTTP_", "CARGO_NET_", "CARGO_REGISTRIES_", "CARGO_REGISTRY_"];
    const OTHER: &[&str] = &[
        "RUSTC",
        "RUSTC_BOOTSTRAP",
        "RUSTC_WRAPPER",
        "RUSTC_WORKSPACE_WRAPPER",
        "RUSTDOC",
        "RUSTDOCFLAGS",
        "RUSTFLAGS",
        "RUSTUP_TOOLCHAIN",
    ];
    OTHER.contains(&name)
        || (name.starts_with("CARGO") && !KEPT.iter().any(|kept| name.starts_with(kept)))
}

/// Runs a command and returns its standard output. On failure, the error contains its error output.
pub fn output(command: &mut Command) -> Result<String> {
    let result = command
        .stdin(Stdio::null())
        .output()
        .with_context(|| format!("{} could not be started", program(command)))?;
    if !result.status.success() {
        bail!(
            "{} failed ({}): {}",
            program(command),
            result.status,
            String::from_utf8_lossy(&result.stderr).trim()
        );
    }
    String::from_utf8(result.stdout)
        .with_context(|| format!("{} printed something that is no UTF-8", program(command)))
}

fn program(command: &Command) -> String {
    command.get_program().to_string_lossy().into_owned()
}

/// A step's log file: the commands that it ran, each with its output.
pub struct Log {
    path: PathBuf,
}

impl Log {
    /// Starts an empty log.
    pub fn create(path: &Path) -> Result<Self> {
        File::create(path).with_context(|| format!("making the log {}", path.display()))?;
        Ok(Self { path: path.to_owned() })
    }

    /// Where the log is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Adds a line.
    pub fn note(&self, line: &str) -> Result<()> {
        writeln!(self.open()?, "{line}").with_context(|| format!("writing {}", self.path.display()))
    }

    /// Runs a command with its output in the log. Fails if the exit status is not 0.
    pub fn run(&self, command: &mut Command) -> Result<()> {
        let args: Vec<_> = command.get_args().map(OsStr::to_string_lossy).collect();
        self.note(&format!("$ {} {}", program(command), args.join(" ")))?;
        let out = self.open()?;
        let status = command
            .stdin(Stdio::null())
            .stdout(out.try_clone()?)
            .stderr(out)
            .status()
            .with_context(|| format!("{} could not be started", program(command)))?;
        if !status.success() {
            bail!("{} ended with {status}", program(command));
        }
        Ok(())
    }

    fn open(&self) -> Result<File> {
        File::options()
            .append(true)
            .open(&self.path)
            .with_context(|| format!("opening the log {}", self.path.display()))
    }

    /// The last lines of the log, at most `count`.
    pub fn tail(&self, count: usize) -> Vec<String> {
        let bytes = std::fs::read(&self.path).unwrap_or_default();
        let text = String::from_utf8_lossy(&bytes);
        let lines: Vec<_> = text.lines().collect();
        lines[lines.len().saturating_sub(count)..].iter().map(|line| (*line).to_owned()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::changes_builds;

    #[test]
    fn the_callers_flags_go_and_the_registry_settings_stay() {
        for name in ["RUSTFLAGS", "RUSTC", "CARGO", "CARGO_ENCODED_RUSTFLAGS", "CARGO_TARGET_DIR"] {
            assert!(changes_builds(name), "{name}");
        }
        for name in ["CARGO_HOME", "CARGO_NET_RETRY", "CARGO_HTTP_PROXY", "PATH", "RUST_BACKTRACE"]
        {
            assert!(!changes_builds(name), "{name}");
        }
    }
}
