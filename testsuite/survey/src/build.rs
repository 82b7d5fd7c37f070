//! A part, built and measured by `cargo llvmcoro compare`.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};
use testsuite_support::outputs::Inputs;
use testsuite_support::{Layout, cargo};

use crate::cargo_times::{self, Times};
use crate::figures::Comparison;
use crate::parts::{HOST, Part, Source};
use crate::sources::{self, Workspace};

/// What `compare` writes.
const COMPARISON: &str = "comparison.json";

/// What came of a part.
#[derive(Debug)]
pub struct Surveyed {
    /// The part.
    pub part: &'static Part,
    /// Its workspace.
    pub workspace: Workspace,
    /// What `compare` says.
    pub comparison: Comparison,
    /// How long the builds took, from nothing.
    pub times: Times,
    /// Cargo's target folder, without the compiler's name.
    folder: PathBuf,
}

impl Surveyed {
    /// Builds by both compilers. What an earlier run built is used, unless it was interrupted: times
    /// are those of builds from nothing.
    ///
    /// # Errors
    /// If something cannot be built.
    pub fn new(layout: &Layout, part: &'static Part) -> Result<Self> {
        let workspace = Workspace::new(layout, part)?;
        let outputs = sources::folder(layout).join("outputs").join(part.name);
        let file = outputs.join("times");
        if outputs.exists() && Times::read(&file)?.is_none() {
            fs::remove_dir_all(&outputs).with_context(|| outputs.display().to_string())?;
        }
        inputs(layout, part, &workspace)?.keep(&outputs)?;
        if let Source::Tree(_) = part.source {
            lint(layout, part, &workspace, &outputs)?;
        }
        let json = outputs.join(COMPARISON);
        let mut command = command(layout, part, &workspace, &outputs);
        command.args(["compare", "--graph", "--json"]).arg(&json);
        command.args(arguments(part, &workspace));
        command
            .env("CARGO_LLVMCORO_CARGO", env::current_exe().context("this program's own path")?)
            .env(cargo_times::VARIABLE, &file);
        // Its own tables have every future of the graph.
        command.stdout(Stdio::null());
        let status = command.status().context("cargo llvmcoro cannot be started")?;
        ensure!(status.success(), "cargo llvmcoro compare failed on `{}`", part.name);
        let comparison = Comparison::read(&json)?;
        let times = Times::read(&file)?.context("a build wrote no time")?;
        Ok(Surveyed { part, workspace, comparison, times, folder: outputs.join("llvmcoro") })
    }

    /// The file with what `compare` says.
    pub fn comparison_file(&self) -> PathBuf {
        self.folder.with_file_name(COMPARISON)
    }

    /// The version of a package of the graph.
    ///
    /// # Errors
    /// If it is not in the lock file, or there several times.
    pub fn version(&self, package: &str) -> Result<String> {
        let versions = &self.workspace.versions;
        let version = versions.get(package);
        version.cloned().with_context(|| format!("the version of {package} is not clear"))
    }

    /// The file of a program by stock (`stock`) or by the plugin (`plugin`).
    pub fn program(&self, compiler: &str, name: &str, is_example: bool) -> PathBuf {
        let folder = self.folder.join(compiler).join(self.part.target).join("release");
        if is_example { folder.join("examples").join(name) } else { folder.join(name) }
    }
}

/// The small programs have no warnings.
fn lint(layout: &Layout, part: &Part, workspace: &Workspace, outputs: &Path) -> Result<()> {
    let mut command = command(layout, part, workspace, outputs);
    command.args(["clippy", "--quiet", "--locked", "--target", part.target]);
    for subject in part.subjects {
        command.args(["--package", subject.package]);
    }
    let status = command.args(["--", "-Dwarnings"]).status().context("cargo llvmcoro")?;
    ensure!(status.success(), "clippy complains of `{}`", part.name);
    Ok(())
}

fn command(layout: &Layout, part: &Part, workspace: &Workspace, outputs: &Path) -> Command {
    let mut command = cargo::clean(layout.dist.join("bin/cargo-llvmcoro"));
    command.arg("llvmcoro").current_dir(&workspace.folder).env("CARGO_TARGET_DIR", outputs);
    if matches!(part.source, Source::Tree(_)) && part.target != HOST {
        // The crate that stands for std names unstable features, and no other.
        command.env("RUSTC_BOOTSTRAP", "std");
    }
    command
}

/// Cargo's arguments for the programs. What is in `.rodata` must not depend on where cargo keeps the
/// registry's packages.
fn arguments(part: &Part, workspace: &Workspace) -> Vec<String> {
    let remap = format!("--remap-path-prefix={}=/registry", workspace.registry.display());
    let mut arguments = vec![
        "--release".to_owned(),
        "--locked".to_owned(),
        "--target".to_owned(),
        part.target.to_owned(),
        "--config".to_owned(),
        format!("target.{}.rustflags=[{remap:?}]", part.target),
    ];
    for subject in part.subjects {
        // What the package's authors build with: it may name a linker script.
        let copy = format!("{}-{}", subject.name, subject.version);
        let config = workspace.folder.join(copy).join(".cargo/config.toml");
        if config.is_file() {
            arguments.extend(["--config".to_owned(), config.display().to_string()]);
        }
        arguments.extend(["--package", subject.package].map(str::to_owned));
        let options = subject.programs.iter().flat_map(|program| program.option());
        arguments.extend(options.map(str::to_owned));
        for feature in subject.features {
            arguments.extend(["--features".to_owned(), format!("{}/{feature}", subject.package)]);
        }
    }
    arguments
}

/// What the outputs are from: the plugin, the versions, and what is built how.
fn inputs(layout: &Layout, part: &Part, workspace: &Workspace) -> Result<Inputs> {
    let inputs = Inputs::plugin(layout)?.value(&arguments(part, workspace));
    let [manifest, lock] = ["Cargo.toml", "Cargo.lock"].map(|name| workspace.folder.join(name));
    inputs.file(&manifest)?.file(&lock)
}
