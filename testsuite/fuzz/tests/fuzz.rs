//! A few seeds on the host and on the emulated Cortex-M4, and the programs that once differed.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, bail, ensure};
use fuzz::campaign;
use fuzz::check::{Settings, Verdict, check};
use fuzz::compiler::{Compiler, Target};
use testsuite::{Tally, scratch};
use testsuite_support::Layout;

fn seeds(
    name: &str,
    target: Target,
    start: u64,
    count: u64,
    lowered_at_least: usize,
) -> Result<()> {
    let layout = Layout::from_env()?;
    let compiler = Compiler::new(&layout, target, &scratch(&layout, name)?)?;
    let mut tally = Tally::new("fuzz");
    let summary = campaign::run(&compiler, start, count, 1, |_, _, _| {})?;
    for seed in start..start + count {
        let differs = summary.differences.iter().find(|(other, _)| *other == seed);
        let rejected = summary.rejected.iter().find(|(other, _)| *other == seed);
        let result = match (differs, rejected) {
            (Some((_, difference)), _) => Err(anyhow::anyhow!("{difference}")),
            (_, Some((_, message))) => Err(anyhow::anyhow!("stock rustc rejects it: {message}")),
            _ => Ok(()),
        };
        tally.add(format!("seed {seed} on {target}"), result);
    }
    ensure!(
        summary.lowered >= lowered_at_least,
        "{} coroutines were lowered, not {lowered_at_least} at least",
        summary.lowered
    );
    tally.finish()
}

#[test]
fn seeds_on_the_host() -> Result<()> {
    seeds("fuzz/host", Target::Host, 1, 20, 150)
}

#[test]
fn seeds_on_the_target() -> Result<()> {
    seeds("fuzz/thumbv7em", Target::Thumb, 101, 5, 30)
}

#[test]
fn what_once_differed() -> Result<()> {
    let layout = Layout::from_env()?;
    let compiler = Compiler::new(&layout, Target::Host, &scratch(&layout, "fuzz/regressions")?)?;
    let folder = layout.root.join("testsuite/fuzz/regressions");
    let mut programs: Vec<PathBuf> = fs::read_dir(&folder)
        .with_context(|| folder.display().to_string())?
        .map(|entry| Ok(entry?.path()))
        .collect::<Result<_>>()?;
    programs.sort();
    let mut tally = Tally::new("fuzz");
    for program in &programs {
        let name = program.file_stem().context("a file has a name")?.to_string_lossy().into_owned();
        let result = || {
            let source = fs::read_to_string(program)?;
            match check(&compiler, &name, &source, &Settings::of(Target::Host, 0))? {
                Verdict::Same(facts) => {
                    ensure!(facts.lowered > 0, "no coroutine was lowered");
                    Ok(())
                }
                Verdict::Rejected(message) => bail!("stock rustc rejects it: {message}"),
                Verdict::Differs(difference) => bail!("{difference}"),
            }
        };
        tally.add(&name, result());
    }
    tally.finish()
}
