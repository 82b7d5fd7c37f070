//! Compiles a file, or a package and everything it uses, with the frame probe.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use llvmcoro_report::{Answer, Metadata, Mode, Probe};
use testsuite_support::outputs::Inputs;
use testsuite_support::{Layout, cargo, process};

/// A file takes a second; the dependencies of a large program take a few minutes.
const LIMIT: Duration = Duration::from_secs(1200);

/// The probe, without the caller's settings.
pub struct Compiler<'a> {
    layout: &'a Layout,
    probe: Probe,
}

impl<'a> Compiler<'a> {
    /// A compiler that works in `folder`, which it makes, and empties of what another one left.
    pub fn new(layout: &'a Layout, folder: PathBuf) -> Result<Self> {
        let probe = layout.dist.join("libexec/frame-probe");
        Inputs::plugin(layout)?.file(&probe)?.keep(&folder)?;
        let probe = Probe::new(layout.dist.clone(), folder, layout.root.clone())?;
        Ok(Compiler { layout, probe })
    }

    /// The coroutines of a source file.
    pub fn file(&self, source: &Path, target: &str, mode: Mode) -> Result<Vec<Answer>> {
        let stem = source.file_stem().context("a source file has a name")?.to_string_lossy();
        let metadata = format!("{stem}-{target}-{}.rmeta", mode.name());
        let metadata = self.probe.folder().join(metadata);
        let mut command = cargo::clean(self.probe.rustc());
        command
            .args(["--edition=2024", "--emit=metadata", "-Awarnings", "--target", target])
            .arg("--sysroot")
            .arg(self.layout.dist.join("sysroot"));
        // A file without a main function is a library.
        let text = fs::read_to_string(source).with_context(|| source.display().to_string())?;
        if !text.contains("fn main(") {
            command.arg("--crate-type=lib");
        }
        command.arg("-o").arg(&metadata).arg(source);
        self.run(&mut command, target, mode, source)?;
        Ok(self.probe.read(&metadata, target, mode)?.1)
    }

    /// The coroutines of a package and of everything it uses.
    pub fn package(
        &self,
        folder: &Path,
        arguments: &[&str],
        target: &str,
        mode: Mode,
    ) -> Result<Vec<Answer>> {
        let mut command = cargo::clean(&self.layout.cargo);
        command
            .current_dir(folder)
            .args(["check", "--message-format=json-render-diagnostics", "--target", target])
            .args(arguments)
            .env("RUSTC", self.probe.rustc_for_cargo())
            // cargo would keep the version that the probe tells until that program itself changes.
            .env("CARGO_CACHE_RUSTC_INFO", "0")
            .env("CARGO_TARGET_DIR", self.probe.folder().join(mode.name()));
        let messages = self.run(&mut command, target, mode, folder)?;
        let mut answers = vec![];
        for metadata in Metadata::of_messages(&messages)? {
            answers.extend(self.probe.read(&metadata.file, target, mode)?.1);
        }
        Ok(answers)
    }

    fn run(&self, command: &mut Command, target: &str, mode: Mode, what: &Path) -> Result<String> {
        self.probe.instruct(command, target, mode);
        let output = process::run(command, LIMIT)?;
        if !output.status.success() {
            bail!(
                "{} could not be compiled ({}, {}):\n{}",
                what.display(),
                mode.name(),
                output.status,
                output.stderr
            );
        }
        Ok(output.stdout)
    }
}
