//! The programs and the small group of published tests, in the dev profile (`./x crates` has more);
//! and what is said of coroutines of a dependency that go the stock way.

use std::time::Duration;

use anyhow::{Result, ensure};
use crates::build::Profile;
use crates::programs::Programs;
use crates::published::SMALL;
use crates::table::{self, PAGE, Page};
use testsuite::{Tally, scratch, tell_lowered};
use testsuite_support::census::Ways;
use testsuite_support::process::Output;
use testsuite_support::{Layout, cargo, process};

#[test]
fn programs() -> Result<()> {
    let layout = Layout::from_env()?;
    let mut tally = Tally::new("crates");
    let programs = Programs::build(&layout, Profile::Dev)?;
    programs.check(&layout, &mut tally)?;
    let ways = programs.census.by_package(&programs.artifacts, |_| true);
    tell_lowered(ways.values().map(Ways::lowered).sum())?;
    let page = Page::read(&layout, PAGE)?;
    let check = || page.check("coroutines", &table::coroutines(&programs)?);
    tally.add("table of coroutines", check());
    tally.finish()
}

#[test]
fn published_tests() -> Result<()> {
    let layout = Layout::from_env()?;
    let mut tally = Tally::new("crates");
    let programs = Programs::build(&layout, Profile::Dev)?;
    let rows = SMALL.run(&layout, Profile::Dev, &programs.artifacts, &mut tally)?;
    let page = Page::read(&layout, PAGE)?;
    tally.add("table of tests", page.check_lines("tests", &table::tests(&rows)));
    tally.finish()
}

#[test]
fn fallbacks() -> Result<()> {
    let layout = Layout::from_env()?;
    let mut tally = Tally::new("crates");
    tally.add("fallbacks of a dependency", fallbacks_of_a_dependency(&layout));
    tally.finish()
}

/// cargo caps the lints of a dependency; the plugin's notes are no lints.
fn fallbacks_of_a_dependency(layout: &Layout) -> Result<()> {
    let folder = scratch(layout, "crates/fallback")?;
    let run = |target: &str, option: &str| -> Result<Output> {
        let mut command = cargo::clean(layout.dist.join("bin/cargo-llvmcoro"));
        command
            .args(["llvmcoro", "run", "--locked", "--offline", "--target-dir"])
            .arg(folder.join(target))
            .current_dir(layout.root.join("testsuite/crates/fallback/app"))
            // The dependency has an unstable feature, which the plugin's compiler refuses as stock's.
            .env("RUSTC_BOOTSTRAP", "1")
            .env(
                "CARGO_TARGET_X86_64_UNKNOWN_LINUX_GNU_RUSTFLAGS",
                format!("-Cllvm-args=-llvmcoro-{option}"),
            );
        process::run(&mut command, Duration::from_secs(300))
    };
    let reports = folder.join("reports");
    let noted = run("noted", &format!("report={}", reports.display()))?;
    ensure!(noted.status.success() && noted.stdout == "Ready(3)\n", "{noted:?}");
    let denied = run("denied", "deny-fallback")?;
    ensure!(!denied.status.success(), "no error with -llvmcoro-deny-fallback: {denied:?}");
    for (kind, output) in [("note", noted), ("error", denied)] {
        for (name, line) in [("one", 6), ("two", 10)] {
            let message = format!(
                "{kind}: llvmcoro: coroutine `{name}::{{closure#0}}` goes the stock way: \
                 `async_drop` is not supported\n"
            );
            let count = output.stderr.matches(&message).count();
            ensure!(count == 1, "{count} times, and not once: {message}{}", output.stderr);
            let place = format!("vendor/dependency/src/lib.rs:{line}:27\n");
            ensure!(output.stderr.contains(&place), "not at {place}{}", output.stderr);
        }
    }
    let mut lines = Vec::new();
    for entry in std::fs::read_dir(&reports)? {
        let text = std::fs::read_to_string(entry?.path())?;
        lines.extend(
            text.lines().map(|line| line.split('\t').take(2).collect::<Vec<_>>().join(" ")),
        );
    }
    lines.sort();
    let expected = [
        "`async_drop` is not supported dependency::one::{closure#0}",
        "`async_drop` is not supported dependency::two::{closure#0}",
        "crate app",
        "crate dependency",
        "lowered app::own::{closure#0}",
    ];
    ensure!(lines == expected, "{lines:?}");
    Ok(())
}
