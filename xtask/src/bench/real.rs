//! A real program with its crates: cargo compiles it with both compilers in turn.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};
use nix::sys::resource::{UsageWho, getrusage};
use testsuite_support::{Layout, cargo};

use super::{REAL_LIMIT, Row};
use crate::ctx::Ctx;

/// How many times each compiler compiles. The number is odd, so that there is a median.
const ROUNDS: usize = 5;

/// What to compile.
pub struct Subject {
    manifest: PathBuf,
    /// The program's package first.
    packages: Vec<String>,
}

impl Subject {
    /// The program of this repository.
    pub fn default_of(ctx: &Ctx) -> Self {
        let manifest = ctx.root.join("testsuite/bench/server/Cargo.toml");
        let packages = ["server", "hyper", "hyper-util", "h2", "tokio", "tokio-util"];
        Self::new(manifest, packages.map(str::to_owned).to_vec())
    }

    /// `packages` of the dependency graph of `manifest`.
    pub fn new(manifest: PathBuf, packages: Vec<String>) -> Self {
        Self { manifest, packages }
    }

    /// Compares the medians of user time in the release profile.
    pub fn measure(&self, layout: &Layout) -> Result<Row> {
        let mut times = [Vec::new(), Vec::new()];
        for round in 0..=ROUNDS {
            for (plugin, times) in [false, true].into_iter().zip(&mut times) {
                let kind = if plugin { "plugin" } else { "stock" };
                eprintln!("compiling {} (round {round}, {kind})", self.packages.join(", "));
                let time = self.compile(layout, kind, plugin)?;
                // The first round compiles everything else as well.
                if round > 0 {
                    times.push(time);
                }
            }
        }
        let [stock, plugin] = times.map(median);
        Ok(Row {
            name: format!(
                "{} and {} of its crates, release",
                self.packages[0],
                self.packages.len() - 1
            ),
            unit: "s",
            stock,
            plugin,
            limit: REAL_LIMIT,
        })
    }

    /// The user time in seconds that compiling the packages takes.
    fn compile(&self, layout: &Layout, kind: &str, plugin: bool) -> Result<f64> {
        let target = layout.build.join("bench/real").join(kind);
        let mut clean = cargo::clean(&layout.cargo);
        clean.env("RUSTC", &layout.rustc).arg("clean").args(["--release", "--quiet"]);
        if plugin {
            clean.args(["--target", crate::pins::HOST]);
        }
        clean.args(self.packages.iter().flat_map(|name| ["--package", name]));
        if target.exists() {
            self.run(clean, &target)?;
        }

        let mut build = if plugin {
            let mut command = cargo::clean(layout.dist.join("bin/cargo-llvmcoro"));
            command.arg("llvmcoro");
            command
        } else {
            let mut command = cargo::clean(&layout.cargo);
            command.env("RUSTC", &layout.rustc);
            command
        };
        build.args(["build", "--release", "--locked", "--quiet"]);
        let before = children_user_time()?;
        self.run(build, &target)?;
        Ok(children_user_time()? - before)
    }

    fn run(&self, mut command: Command, target: &Path) -> Result<()> {
        let name = command.get_program().to_string_lossy().into_owned();
        let status = command
            .arg("--manifest-path")
            .arg(&self.manifest)
            .arg("--target-dir")
            .arg(target)
            .stdin(Stdio::null())
            .status()
            .with_context(|| format!("{name} could not be started"))?;
        ensure!(status.success(), "{name} ended with {status}");
        Ok(())
    }
}

/// The user time in seconds of all child processes waited for so far.
fn children_user_time() -> Result<f64> {
    let time = getrusage(UsageWho::RUSAGE_CHILDREN)?.user_time();
    Ok(time.tv_sec() as f64 + time.tv_usec() as f64 / 1e6)
}

fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_is_the_middle_one() {
        assert_eq!(median(vec![3.0, 1.0, 100.0, 2.0, 0.5]), 2.0);
    }

    #[test]
    fn children_are_counted_when_they_were_waited_for() {
        let before = children_user_time().unwrap();
        let mut loops = Command::new("sh");
        loops.args(["-c", "i=0; while [ $i -lt 100000 ]; do i=$((i+1)); done"]);
        assert!(loops.status().unwrap().success());
        assert!(children_user_time().unwrap() > before);
    }
}
