//! Calls rustc, with and without the plugin.

use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Result, bail};
use testsuite_support::process::{self, Output};
use testsuite_support::{Layout, cargo};

use crate::{Configuration, Lowered};

/// Programs of a few hundred lines take half a second.
const LIMIT: Duration = Duration::from_secs(120);

/// Selects a compiler.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rustc {
    /// Stock rustc.
    Stock,
    /// rustc with the plugin.
    Plugin,
}

impl Rustc {
    /// The name in file names and messages.
    pub fn name(self) -> &'static str {
        match self {
            Rustc::Stock => "stock",
            Rustc::Plugin => "plugin",
        }
    }
}

/// One call of a compiler.
#[derive(Clone, Debug)]
pub struct Compile<'a> {
    layout: &'a Layout,
    rustc: Rustc,
    source: PathBuf,
    output: PathBuf,
    flags: Vec<String>,
    fallback: bool,
    unstable: bool,
    dumps: bool,
    edition: String,
    warnings: bool,
}

/// What a successful compilation left behind.
#[derive(Debug)]
pub struct Artifact {
    /// The program or library.
    pub path: PathBuf,
    /// The stages that the plugin dumped; empty with stock rustc.
    pub lowered: Lowered,
    /// The compiler's standard output.
    pub stdout: String,
    /// The compiler's standard error.
    pub stderr: String,
}

impl<'a> Compile<'a> {
    /// Compiles `source` into `output`. By default, a coroutine that goes the stock way is an
    /// error.
    pub fn new(layout: &'a Layout, rustc: Rustc, source: &Path, output: &Path) -> Self {
        Compile {
            layout,
            rustc,
            source: source.to_owned(),
            output: output.to_owned(),
            flags: Vec::new(),
            fallback: false,
            unstable: false,
            dumps: true,
            edition: "2024".to_owned(),
            warnings: false,
        }
    }

    /// Adds a flag.
    pub fn flag(mut self, flag: impl Into<String>) -> Self {
        self.flags.push(flag.into());
        self
    }

    /// Adds an option of the plugin, without its prefix `-llvmcoro-`. Stock rustc does not get it.
    pub fn option(self, option: &str) -> Self {
        match self.rustc {
            Rustc::Stock => self,
            Rustc::Plugin => self.flag(format!("-Cllvm-args=-llvmcoro-{option}")),
        }
    }

    /// Adds the flags of a configuration.
    pub fn configuration(mut self, configuration: Configuration) -> Self {
        self.flags.extend(configuration.flags());
        self
    }

    /// Allows coroutines to go the stock way.
    pub fn allow_fallback(mut self) -> Self {
        self.fallback = true;
        self
    }

    /// Makes stock rustc allow unstable features, as the plugin's side always does.
    pub fn unstable(mut self) -> Self {
        self.unstable = true;
        self
    }

    /// Dumps no stages: their folder is an option, and options are part of a crate's identity.
    pub fn undumped(mut self) -> Self {
        self.dumps = false;
        self
    }

    /// Uses another edition than 2024.
    pub fn edition(mut self, edition: &str) -> Self {
        edition.clone_into(&mut self.edition);
        self
    }

    /// Keeps warnings, which are off by default.
    pub fn warnings(mut self) -> Self {
        self.warnings = true;
        self
    }

    /// The stages that the plugin dumps.
    pub fn lowered(&self) -> Lowered {
        Lowered::in_folder(&self.dump())
    }

    /// The folder for the dumped stages.
    fn dump(&self) -> PathBuf {
        self.output.with_extension("stages")
    }

    /// Runs the compiler and returns its output, even if it fails.
    ///
    /// # Errors
    /// If it cannot be started or does not terminate.
    pub fn attempt(&self) -> Result<Output> {
        let mut command = match self.rustc {
            Rustc::Stock => {
                let mut command = cargo::clean(&self.layout.rustc);
                command.arg("--sysroot").arg(self.layout.dist.join("sysroot"));
                if self.unstable {
                    command.env("RUSTC_BOOTSTRAP", "1");
                }
                command
            }
            Rustc::Plugin => {
                let mut command = cargo::clean(self.layout.dist.join("bin/rustc-llvmcoro"));
                command.env("RUSTC_BOOTSTRAP", "1");
                if self.dumps {
                    command.arg(format!("-Cllvm-args=-llvmcoro-dump={}", self.dump().display()));
                }
                if !self.fallback {
                    command.arg("-Cllvm-args=-llvmcoro-deny-fallback");
                }
                command
            }
        };
        if !self.warnings {
            command.arg("-Awarnings");
        }
        command
            .arg(format!("--edition={}", self.edition))
            .arg(&self.source)
            .arg("-o")
            .arg(&self.output)
            .args(&self.flags)
            // The error output reports a crash; the file about it would litter the tree.
            .env("RUSTC_ICE", "0");
        process::run(&mut command, LIMIT)
    }

    /// Runs the compiler.
    ///
    /// # Errors
    /// If it fails.
    pub fn run(&self) -> Result<Artifact> {
        let Output { status, stdout, stderr } = self.attempt()?;
        if !status.success() {
            bail!(
                "{} rustc could not compile {} ({status}), flags {:?}:\n{stdout}{stderr}",
                self.rustc.name(),
                self.source.display(),
                self.flags
            );
        }
        Ok(Artifact { path: self.output.clone(), lowered: self.lowered(), stdout, stderr })
    }
}
