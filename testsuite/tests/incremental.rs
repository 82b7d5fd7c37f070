//! `cargo llvmcoro` in the dev profile: what is built again after an edit is as right as what is
//! built from nothing.

use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use testsuite::{Lowered, Outcome, Rustc, compare, execute, scratch};
use testsuite_support::folder::copy;
use testsuite_support::{Layout, cargo, process};

const HOST: &str = "x86_64-unknown-linux-gnu";

/// Coroutines in the source of both crates.
const LOWERED: usize = 5;

/// `llvm.coro.begin`: two for each of them. The generic one has one instance.
const BEGINS: usize = 10;

/// A copy of the two packages, and the target folder they are built in.
struct Project<'a> {
    layout: &'a Layout,
    folder: PathBuf,
}

impl<'a> Project<'a> {
    fn new(layout: &'a Layout, name: &str, profile: &str) -> Result<Self> {
        let folder = scratch(layout, &format!("incremental/{name}"))?;
        let source = layout.root.join("testsuite/incremental");
        for package in ["app", "work"] {
            copy(&source.join(package), &folder.join(package))?;
        }
        let manifest = folder.join("app/Cargo.toml");
        let text = fs::read_to_string(&manifest)?;
        fs::write(&manifest, format!("{text}\n{profile}"))?;
        Ok(Project { layout, folder })
    }

    /// Makes the captured struct so long, in words.
    fn set_length(&self, words: usize) -> Result<()> {
        let path = self.folder.join("app/src/data.rs");
        let text = fs::read_to_string(&path)?;
        let start = text.find("const LENGTH").context("there is no length")?;
        let end = start + text[start..].find(';').context("the length has no end")?;
        let line = format!("const LENGTH: usize = {words}");
        fs::write(&path, [&text[..start], &line, &text[end..]].concat())?;
        Ok(())
    }

    /// Builds and runs the program. `target` is the target folder's name: a new one is a build
    /// from nothing.
    fn run(&self, rustc: Rustc, target: &str) -> Result<Run> {
        let target_dir = self.folder.join(target);
        let stages = Lowered::in_folder(&target_dir.join("stages"));
        let mut command = match rustc {
            Rustc::Stock => {
                let mut command = cargo::clean(&self.layout.cargo);
                command.env("RUSTC", &self.layout.rustc);
                command
            }
            Rustc::Plugin => {
                let mut command = cargo::clean(self.layout.dist.join("bin/cargo-llvmcoro"));
                let flags = stages.flags().join(" ");
                command
                    .arg("llvmcoro")
                    .env("CARGO_TARGET_X86_64_UNKNOWN_LINUX_GNU_RUSTFLAGS", flags);
                command
            }
        };
        command
            .args(["build", "--offline", "--target", HOST, "--target-dir"])
            .arg(&target_dir)
            .current_dir(self.folder.join("app"));
        let output = process::run(&mut command, Duration::from_secs(300))?;
        ensure!(output.status.success(), "cargo build failed:\n{}{}", output.stdout, output.stderr);
        if rustc == Rustc::Plugin {
            let stages = stages.count()?;
            ensure!(stages.lowered == LOWERED && stages.begins >= BEGINS, "{stages:?}");
        }
        Run::new(execute(&target_dir.join(HOST).join("debug/app"))?)
    }
}

/// What the program printed: its futures' sizes, and all the rest.
struct Run {
    sizes: Vec<String>,
    rest: Outcome,
}

impl Run {
    fn new(mut outcome: Outcome) -> Result<Self> {
        let (sizes, rest): (Vec<_>, Vec<_>) =
            outcome.stdout.lines().map(str::to_owned).partition(|line| line.starts_with("size "));
        ensure!(sizes.len() == 4, "{sizes:?}");
        outcome.stdout = rest.join("\n");
        Ok(Run { sizes, rest: outcome })
    }
}

/// Builds, edits and builds again; each time the sizes are those of a build from nothing, and the
/// rest is what stock's program prints.
fn edit(name: &str, profile: &str) -> Result<()> {
    let layout = Layout::from_env()?;
    let project = Project::new(&layout, name, profile)?;
    let mut seen: Vec<Vec<String>> = Vec::new();
    for words in [2, 9, 1] {
        project.set_length(words)?;
        let incremental = project.run(Rustc::Plugin, "incremental")?;
        let clean = project.run(Rustc::Plugin, &format!("clean-{words}"))?;
        let stock = project.run(Rustc::Stock, "stock")?;
        ensure!(
            incremental.sizes == clean.sizes,
            "{words} words: {:?} after an edit, {:?} from nothing",
            incremental.sizes,
            clean.sizes
        );
        compare(&stock.rest, &incremental.rest).with_context(|| format!("{words} words"))?;
        ensure!(!seen.contains(&incremental.sizes), "{words} words change no size");
        seen.push(incremental.sizes);
    }
    Ok(())
}

#[test]
fn dev_profile() -> Result<()> {
    edit("dev", "")
}

#[test]
fn dependencies_at_opt_level_3() -> Result<()> {
    edit("dependencies-at-3", "[profile.dev.package.\"*\"]\nopt-level = 3\n")
}
