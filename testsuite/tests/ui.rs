//! The programs of `testsuite/ui`, each revision a test of its own.

use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use anyhow::{Result, ensure};
use libtest_mimic::{Arguments, Trial};
use testsuite::ui;
use testsuite_support::Layout;

/// How many programs there are at least, and how many coroutines the plugin lowers for them.
const PROGRAMS: usize = 180;
const LOWERED: usize = 350;

fn main() -> Result<ExitCode> {
    let arguments = Arguments::from_args();
    let layout = Arc::new(Layout::from_env()?);
    let tests = ui::tests(&layout.root.join("testsuite/ui"))?;
    let mut programs: Vec<_> = tests.iter().map(|test| test.program.clone()).collect();
    programs.dedup();
    let programs = programs.len();
    ensure!(programs >= PROGRAMS, "{programs} programs were found, not {PROGRAMS}");

    let lowered = Arc::new(AtomicUsize::new(0));
    let trials = tests.into_iter().map(|test| trial(&layout, test, &lowered)).collect();
    let conclusion = libtest_mimic::run(&arguments, trials);
    let complete = conclusion.num_filtered_out == 0 && !arguments.list;
    if complete && !conclusion.has_failed() {
        let lowered = lowered.load(Ordering::Relaxed);
        ensure!(lowered >= LOWERED, "only {lowered} coroutines were lowered, not {LOWERED}");
    }
    Ok(conclusion.exit_code())
}

fn trial(layout: &Arc<Layout>, test: ui::Test, lowered: &Arc<AtomicUsize>) -> Trial {
    let (layout, lowered) = (Arc::clone(layout), Arc::clone(lowered));
    Trial::test(test.name(), move || {
        let count = ui::check(&layout, &test).map_err(|error| format!("{error:#}"))?;
        lowered.fetch_add(count, Ordering::Relaxed);
        Ok(())
    })
}
