//! The crates' own tests, as far as they were published with the crates.
//!
//! They run on copies of what the registry gave for `programs/`, in one workspace, so that a crate
//! that others depend on is the same copy for all.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};
use testsuite::{Rustc, Tally};
use testsuite_support::artifact::Artifact;
use testsuite_support::census::{Census, Ways};
use testsuite_support::folder::copy;
use testsuite_support::{Layout, cargo, process};

use crate::build::{Outputs, Profile};
use crate::programs;

/// One program of tests; the slowest waits for time to pass.
const LIMIT: Duration = Duration::from_secs(300);

/// Packages whose tests are built together, always with the same features.
#[derive(Debug)]
pub struct Group {
    /// Its folder's name.
    pub name: &'static str,
    /// The packages.
    pub packages: &'static [&'static str],
    /// Features beyond the default ones, as `PACKAGE/FEATURE`.
    pub features: &'static [&'static str],
}

/// The group that `./x test` runs: few dependencies, and tests that take milliseconds.
pub const SMALL: Group = Group {
    name: "small",
    packages: &[
        "async-channel",
        "async-lock",
        "async-process",
        "async-task",
        "blocking",
        "event-listener-strategy",
        "http-body-util",
        "pin-project",
        "pin-project-lite",
    ],
    features: &[],
};

/// Every group.
pub const GROUPS: &[Group] = &[
    SMALL,
    Group {
        name: "embassy",
        packages: &["async-trait", "embassy-sync"],
        features: &["embassy-sync/std"],
    },
    Group {
        name: "executors",
        packages: &["async-executor", "async-io", "event-listener", "piper"],
        features: &[],
    },
    Group {
        name: "hyper",
        packages: &["hyper", "hyper-util", "tower"],
        features: &["hyper/full", "hyper-util/full", "tower/full"],
    },
    Group {
        name: "tokio",
        packages: &["tokio", "tokio-util"],
        features: &["tokio/full", "tokio/test-util", "tokio-util/full"],
    },
];

/// Programs of tests whose text is emptied in the copies, as `PACKAGE/PROGRAM`.
///
/// Most compare what compilers say of wrong programs, or what macros expand to: some by tools that
/// are no dependencies of the published crates. `fs_try_exists` fails for root with any compiler: it
/// expects that a folder's mode keeps everybody out. `proxy` asks the network for a name.
const EMPTIED: &[&str] = &[
    "async-trait/compiletest",
    "embassy-sync/ui",
    "hyper-util/proxy",
    "pin-project/compiletest",
    "pin-project/expandtest",
    "pin-project-lite/compiletest",
    "pin-project-lite/expandtest",
    "tokio/fs_try_exists",
];

/// A crate's tests, run.
#[derive(Clone, Debug)]
pub struct Row {
    /// The crate.
    pub package: String,
    /// Its version.
    pub version: String,
    /// Tests that passed.
    pub passed: usize,
    /// The coroutines of the crate and of its tests.
    pub ways: Ways,
}

/// The workspace of the copies.
struct Workspace {
    outputs: Outputs,
    manifest: PathBuf,
}

fn lock(layout: &Layout) -> PathBuf {
    layout.root.join("testsuite/crates/published/Cargo.lock")
}

impl Workspace {
    /// Copies the crates from where cargo unpacked them for the programs.
    fn new(layout: &Layout, group: &str, crates: &[Artifact]) -> Result<Workspace> {
        let programs = layout.root.join("testsuite/crates/programs");
        let inputs = [programs.join("Cargo.toml"), programs.join("Cargo.lock"), lock(layout)];
        let outputs = Outputs::new(layout, &format!("published-{group}"), &inputs)?;
        let folder = outputs.extra("workspace");
        let manifest = folder.join("Cargo.toml");
        // Written last: it is complete if it is there.
        if !manifest.exists() {
            let mut members = String::new();
            let mut patches = String::new();
            for package in GROUPS.iter().flat_map(|group| group.packages) {
                let (source, version) = programs::source(crates, package)?;
                let name = format!("{package}-{version}");
                copy(&source, &folder.join(&name))?;
                writeln!(members, "    \"{name}\",")?;
                writeln!(patches, "{package} = {{ path = \"{name}\" }}")?;
            }
            fs::copy(lock(layout), folder.join("Cargo.lock"))?;
            let text = format!(
                "[workspace]\nresolver = \"2\"\nmembers = [\n{members}]\n\n\
                 [profile.dev]\ndebug = false\nincremental = false\n\n[patch.crates-io]\n{patches}"
            );
            fs::write(&manifest, text).with_context(|| manifest.display().to_string())?;
        }
        empty_programs(&folder, crates)?;
        Ok(Workspace { outputs, manifest })
    }
}

/// Empties the programs that are not to run, unless that is done already: cargo compiles again what
/// was written.
fn empty_programs(workspace: &Path, crates: &[Artifact]) -> Result<()> {
    for (package, program) in EMPTIED.iter().filter_map(|program| program.split_once('/')) {
        let (_, version) = programs::source(crates, package)?;
        let path = workspace.join(format!("{package}-{version}/tests/{program}.rs"));
        let text = fs::read(&path).with_context(|| path.display().to_string())?;
        if !text.is_empty() {
            fs::write(&path, "").with_context(|| path.display().to_string())?;
        }
    }
    Ok(())
}

impl Group {
    /// Builds and runs the tests of the group by the plugin. `crates` is the programs' graph.
    pub fn run(
        &self,
        layout: &Layout,
        profile: Profile,
        crates: &[Artifact],
        tally: &mut Tally,
    ) -> Result<Vec<Row>> {
        let workspace = Workspace::new(layout, self.name, crates)?;
        let features = self.features.join(",");
        let mut command = vec!["test", "--no-run", "--lib", "--tests", "--features", &features];
        for package in self.packages {
            command.extend(["--package", package]);
        }
        let Workspace { outputs, manifest } = &workspace;
        let artifacts = outputs.build(layout, Rustc::Plugin, profile, manifest, &command)?;
        let census = Census::read(&outputs.reports(profile), &artifacts)?;
        let of_group = |artifact: &Artifact| self.packages.contains(&artifact.package.as_str());

        let mut passed: BTreeMap<&str, usize> = BTreeMap::new();
        for artifact in artifacts.iter().filter(|artifact| artifact.is_test) {
            let Some(program) = &artifact.executable else { continue };
            let name = format!("{}'s {}, {}", artifact.package, artifact.name, profile.name());
            // Some of the tests measure time, which a busy machine spoils.
            let result = run(artifact, program).or_else(|error| {
                eprintln!("{name} is run again: {error:#}");
                run(artifact, program).context("at the second run, too")
            });
            tally.add(
                name,
                result.map(|count| *passed.entry(&artifact.package).or_default() += count),
            );
        }
        let ways = census.by_package(&artifacts, of_group);
        let row = |package: &&str| -> Result<Row> {
            let (_, version) = programs::source(crates, package)?;
            let key = ((*package).to_owned(), version.clone());
            Ok(Row {
                package: (*package).to_owned(),
                version,
                passed: passed.get(package).copied().unwrap_or(0),
                // A crate of proc macros may have no crate for the target.
                ways: ways.get(&key).cloned().unwrap_or_default(),
            })
        };
        let rows: Vec<Row> = self.packages.iter().map(row).collect::<Result<_>>()?;
        for row in &rows {
            ensure!(row.passed > 0, "{} has no tests that passed", row.package);
        }
        Ok(rows)
    }
}

/// Runs a program of tests as cargo would, and returns how many passed.
fn run(artifact: &Artifact, program: &Path) -> Result<usize> {
    let mut command = cargo::clean(program);
    command
        .current_dir(&artifact.folder)
        .env("CARGO_MANIFEST_DIR", &artifact.folder)
        .env("RUST_BACKTRACE", "0");
    let output = process::run(&mut command, LIMIT)?;
    if !output.status.success() {
        bail!("{}\n{}{}", output.status, output.stdout, output.stderr);
    }
    let results = output.stdout.lines().filter_map(|line| line.strip_prefix("test result: ok. "));
    results
        .map(|result| {
            let (number, _) = result.split_once(" passed").context("no number of tests")?;
            Ok(number.parse::<usize>()?)
        })
        .sum()
}

/// Writes the lock file anew, for other versions of the programs' crates.
pub fn relock(layout: &Layout, crates: &[Artifact]) -> Result<()> {
    let workspace = Workspace::new(layout, "relock", crates)?;
    let made = workspace.manifest.with_file_name("Cargo.lock");
    // What the programs use stays as it is there.
    fs::copy(layout.root.join("testsuite/crates/programs/Cargo.lock"), &made)?;
    let mut command = cargo::clean(&layout.cargo);
    command.env("RUSTC", &layout.rustc).args(["update", "--workspace", "--manifest-path"]);
    let output = process::run(command.arg(&workspace.manifest), LIMIT)?;
    ensure!(output.status.success(), "cargo update failed:\n{}", output.stderr);
    fs::copy(made, lock(layout))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_groups_can_be_chosen() {
        assert_eq!(GROUPS.iter().map(|group| group.name).collect::<Vec<_>>(), arguments::GROUPS);
    }
}
