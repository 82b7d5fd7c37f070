//! A project of somebody else's.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};
use testsuite_support::process::Output;

use super::{Tool, succeed};

/// The manifest of a package without dependencies.
pub const MANIFEST: &str = "[package]\nname = \"app\"\nversion = \"0.1.0\"\nedition = \"2024\"\n";

/// A program with one async fn, which prints 42.
pub const MAIN: &str = "\
use std::pin::pin;
use std::task::{Context, Poll, Waker};

async fn doubled(x: u32) -> u32 {
    std::future::ready(()).await;
    2 * x
}

fn main() {
    let mut future = pin!(doubled(21));
    let mut context = Context::from_waker(Waker::noop());
    let Poll::Ready(result) = future.as_mut().poll(&mut context) else { panic!() };
    println!(\"{result}\");
}
";

/// A folder with the files of a project.
pub struct Project<'t> {
    tool: &'t Tool,
    folder: PathBuf,
}

impl<'t> Project<'t> {
    pub(super) fn new(tool: &'t Tool, folder: PathBuf, files: &[(&str, &str)]) -> Result<Self> {
        let project = Project { tool, folder };
        for (path, text) in files {
            project.write(path, text)?;
        }
        Ok(project)
    }

    /// Its folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Writes a file of it.
    pub fn write(&self, path: &str, text: &str) -> Result<()> {
        let path = self.folder.join(path);
        let parent = path.parent().context("a file has a folder")?;
        fs::create_dir_all(parent).with_context(|| parent.display().to_string())?;
        fs::write(&path, text).with_context(|| path.display().to_string())
    }

    /// Locks what it uses to the versions that a workspace of the checkout has.
    pub fn lock_as(&self, workspace: &str) -> Result<()> {
        let lock = self.tool.root.join(workspace).join("Cargo.lock");
        fs::copy(&lock, self.folder.join("Cargo.lock"))
            .with_context(|| lock.display().to_string())?;
        Ok(())
    }

    /// `cargo llvmcoro` with these arguments.
    pub fn cargo(&self, args: &str) -> Command {
        let mut command = self.tool.command(&self.folder);
        command.args(args.split_whitespace());
        command
    }

    /// Where the plugin reports how it lowered the crates.
    fn reports(&self) -> PathBuf {
        self.folder.join("reports")
    }

    /// [`cargo`](Self::cargo), telling how the crates are lowered.
    pub fn reporting(&self, args: &str) -> Command {
        let mut command = self.cargo(args);
        let option = format!("-llvmcoro-report={}", self.reports().display());
        command.env("CARGO_LLVMCORO_OPTIONS", option);
        command
    }

    /// Runs a command that must succeed and have lowered exactly these coroutines since the last time.
    pub fn lowers(&self, command: &mut Command, expected: &[&str]) -> Result<Output> {
        let output = succeed(command)?;
        let mut lowered = vec![];
        for entry in fs::read_dir(self.reports()).context("the plugin reported nothing")? {
            let text = fs::read_to_string(entry?.path())?;
            let path = |line: &str| {
                let mut fields = line.split('\t');
                (fields.next() == Some("lowered"))
                    .then(|| fields.next().unwrap_or_default().to_owned())
            };
            lowered.extend(text.lines().filter_map(path));
        }
        fs::remove_dir_all(self.reports())?;
        lowered.sort();
        let expected: Vec<String> =
            expected.iter().map(|name| format!("{name}::{{closure#0}}")).collect();
        ensure!(lowered == expected, "lowered {lowered:?} instead of {expected:?}");
        crate::tell_lowered(lowered.len())?;
        Ok(output)
    }

    /// Runs a command that must lower [`MAIN`]'s coroutine and print its output.
    pub fn prints_42(&self, command: &mut Command) -> Result<()> {
        let output = self.lowers(command, &["app::doubled"])?;
        ensure!(output.stdout == "42\n", "it printed {:?}", output.stdout);
        Ok(())
    }
}
