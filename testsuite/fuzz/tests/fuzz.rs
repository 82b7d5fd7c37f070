//! A few seeds on the host, there also under valgrind, and on the emulated Cortex-M4, and the programs that once differed.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, anyhow, bail, ensure};
use fuzz::build::Settings;
use fuzz::campaign;
use fuzz::case::Case;
use fuzz::check::{Difference, Kind, Verdict, check};
use fuzz::compiler::{Compiler, Target};
use fuzz::flags::Flags;
use testsuite::{Tally, scratch};
use testsuite_support::Layout;

fn seeds(compiler: &Compiler, start: u64, count: u64, lowered_at_least: usize) -> Result<()> {
    let mut tally = Tally::new("fuzz");
    let summary = campaign::run(compiler, &Case::all(start, count), 1, |_, _| {})?;
    for (case, difference) in &summary.differences {
        tally.add(case, Err(anyhow!("{difference}")));
    }
    for (case, message) in &summary.rejected {
        tally.add(case, Err(anyhow!("stock rustc rejects it: {message}")));
    }
    for seed in start..start + count {
        let named = |case: &Case| case.seeds.contains(&seed);
        let failed = summary.differences.iter().any(|(case, _)| named(case))
            || summary.rejected.iter().any(|(case, _)| named(case));
        if !failed {
            tally.add(format!("seed {seed} on {}", compiler.target()), Ok(()));
        }
    }
    let lowered = summary.lowered;
    ensure!(lowered >= lowered_at_least, "{lowered} coroutines lowered, not {lowered_at_least}");
    tally.finish()
}

fn compiler(target: Target, name: &str) -> Result<Compiler> {
    let layout = Layout::from_env()?;
    Compiler::new(&layout, target, &scratch(&layout, name)?)
}

#[test]
fn seeds_on_the_host() -> Result<()> {
    seeds(&compiler(Target::Host, "fuzz/host")?, 1, 32, 300)
}

#[test]
fn seeds_under_memcheck() -> Result<()> {
    seeds(&compiler(Target::Host, "fuzz/valgrind")?.with_valgrind()?, 201, 5, 30)
}

/// Reads memory that was given back, which the trace does not show.
const USE_AFTER_FREE: &str = "
use prelude::*;
fn main() {
    let memory = Box::into_raw(Box::new(1u32));
    drop(unsafe { Box::from_raw(memory) });
    show(1, &if unsafe { memory.read_volatile() } == 1 { 0 } else { 0 });
    exit();
}
";

#[test]
fn memcheck_complains() -> Result<()> {
    let compiler = compiler(Target::Host, "fuzz/complaint")?;
    let settings = Settings::new(Target::Host, Flags::default());
    let plain = check(&compiler, "use_after_free", USE_AFTER_FREE, &settings)?;
    ensure!(matches!(plain, Verdict::Same(_)), "{plain:?}");
    let checked = check(&compiler.with_valgrind()?, "use_after_free", USE_AFTER_FREE, &settings)?;
    let Verdict::Differs(Difference { kind: Kind::Memory, what, .. }) = checked else {
        bail!("{checked:?}");
    };
    ensure!(what.contains("Invalid read of size 4"), "{what}");
    Ok(())
}

#[test]
fn seeds_on_the_target() -> Result<()> {
    seeds(&compiler(Target::Thumb, "fuzz/thumbv7em")?, 101, 10, 60)
}

#[test]
fn seeds_on_riscv32() -> Result<()> {
    seeds(&compiler(Target::Riscv32, "fuzz/riscv32")?, 301, 5, 30)
}

#[test]
fn seeds_in_wasm32() -> Result<()> {
    seeds(&compiler(Target::Wasm32, "fuzz/wasm32")?, 401, 5, 30)
}

#[test]
fn what_once_differed() -> Result<()> {
    let layout = Layout::from_env()?;
    let compiler = compiler(Target::Host, "fuzz/regressions")?;
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
            let settings = Settings::new(Target::Host, Flags::in_header(&source)?);
            match check(&compiler, &name, &source, &settings)? {
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
