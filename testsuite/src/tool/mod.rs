//! `cargo llvmcoro` as people have it: the archive of `./x dist`, unpacked outside the checkout, and
//! other people's projects.

mod commands;
mod flow;
mod project;
mod shapes;

use std::env;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{self, Command};
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use testsuite_support::process::Output;
use testsuite_support::{Layout, cargo, process as child};

pub use commands::check as check_commands;
pub use flow::check as check_flow;
pub use project::Project;
pub use shapes::check as check_shapes;

/// Nothing here takes longer on a machine that does other things, too.
const LIMIT: Duration = Duration::from_secs(600);

/// The unpacked archive, and a folder for projects beside it. Both are removed in the end.
pub struct Tool {
    folder: PathBuf,
    /// The checkout, for its lock files.
    root: PathBuf,
}

impl Tool {
    /// Unpacks the archive.
    ///
    /// # Errors
    /// If `./x dist` has not made it.
    pub fn unpack(layout: &Layout) -> Result<Self> {
        let is_archive = |path: &PathBuf| {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            name.starts_with("llvmcoro-") && name.ends_with(".tar.gz")
        };
        let listed = fs::read_dir(&layout.build).context("the build folder")?;
        let archive = listed.flatten().map(|entry| entry.path()).find(is_archive);
        let archive = archive.context("there is no archive: run `./x dist`")?;
        let folder = env::temp_dir().join(format!("llvmcoro-tool-{}", process::id()));
        let tool = Tool { folder, root: layout.root.clone() };
        fs::create_dir_all(tool.dist()).with_context(|| tool.folder.display().to_string())?;
        let mut tar = Command::new("tar");
        tar.args(["--extract", "--strip-components=1", "--file"]).arg(archive);
        succeed(tar.arg("--directory").arg(tool.dist()))?;
        tool.put_proxies()?;
        Ok(tool)
    }

    /// The unpacked distribution.
    pub fn dist(&self) -> PathBuf {
        self.folder.join("somewhere else")
    }

    /// A new project.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn project(&self, name: &str, files: &[(&str, &str)]) -> Result<Project<'_>> {
        Project::new(self, self.folder.join("projects").join(name), files)
    }

    /// `cargo llvmcoro` in a folder, as cargo calls it.
    pub fn command(&self, folder: &Path) -> Command {
        let mut command = cargo::clean(self.dist().join("bin/cargo-llvmcoro"));
        let path = env::var_os("PATH").unwrap_or_default();
        let path = env::join_paths([self.proxies()].into_iter().chain(env::split_paths(&path)));
        command
            .arg("llvmcoro")
            .current_dir(folder)
            .env("PATH", path.expect("these were in a PATH before"))
            .env("RUSTUP_TOOLCHAIN", "nightly-2019-01-01");
        command
    }

    /// A folder with programs that stand in for those of rustup and refuse to work: nothing may find
    /// the compiler or cargo by `PATH`.
    fn proxies(&self) -> PathBuf {
        self.folder.join("proxies")
    }

    fn put_proxies(&self) -> Result<()> {
        fs::create_dir_all(self.proxies())?;
        for name in ["cargo", "rustc", "rustdoc"] {
            let text =
                format!("#!/bin/sh\necho \"rustup's proxy for {name} was called\" >&2\nexit 1\n");
            script(&self.proxies().join(name), &text)?;
        }
        Ok(())
    }
}

impl Drop for Tool {
    fn drop(&mut self) {
        // What is left is in the folder for temporary files.
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// Writes a program that the shell runs.
fn script(path: &Path, text: &str) -> Result<()> {
    fs::write(path, text).with_context(|| path.display().to_string())?;
    fs::set_permissions(path, fs::Permissions::from_mode(0o755))?;
    Ok(())
}

/// The output of a command.
fn run(command: &mut Command) -> Result<Output> {
    child::run(command, LIMIT)
}

/// The output of a command that must succeed.
fn succeed(command: &mut Command) -> Result<Output> {
    let output = run(command)?;
    let Output { status, stdout, stderr } = &output;
    ensure!(status.success(), "{command:?} ended with {status}:\n{stdout}{stderr}");
    Ok(output)
}

/// The output of a command that must fail; its messages have all of `words`.
fn fail(command: &mut Command, words: &[&str]) -> Result<Output> {
    let output = run(command)?;
    ensure!(!output.status.success(), "{command:?} succeeded:\n{}", output.stdout);
    for word in words {
        ensure!(output.stderr.contains(word), "without `{word}`: {}", output.stderr);
    }
    Ok(output)
}
