//! The instruction counter counts what programs are known to execute, and the same each time, and sees how
//! deep their stack is.

use std::path::{Path, PathBuf};

use anyhow::Result;
use testsuite_support::firmware::{Build, Compiler, Target};
use testsuite_support::measure::measure;
use testsuite_support::qemu::{self, Counter};
use testsuite_support::{Layout, insn_count};

fn stock(layout: &Layout, package: &str) -> Result<PathBuf> {
    let build = Build { package, target: Target::SoftFloat, compiler: Compiler::Stock, flags: &[] };
    Ok(build.run(layout)?.program(package))
}

#[test]
fn rounds_of_known_loops_are_counted_exactly() -> Result<()> {
    let layout = Layout::from_env()?;
    let counter = insn_count::build(&layout)?;
    let measurement = measure(&stock(&layout, "calibration")?, &counter)?;
    let mut kinds = Vec::new();
    for regions in measurement.regions.chunks(3) {
        let [(name, one), (_, eleven), (_, many)] = regions else {
            panic!("each kind has three regions: {regions:?}");
        };
        kinds.push((name.as_str(), eleven - one, many - eleven));
    }
    // Ten rounds more, then a thousand rounds more.
    assert_eq!(kinds, [("count down", 20, 2000), ("skip", 50, 5000), ("read device", 30, 3000)]);
    Ok(())
}

#[test]
fn the_stack_is_seen_to_the_byte() -> Result<()> {
    let layout = Layout::from_env()?;
    let counter = insn_count::build(&layout)?;
    let measurement = measure(&stock(&layout, "calibration")?, &counter)?;
    assert!(measurement.stack > 8192);
    assert_eq!(measurement.transcript.lines, [format!("stack {}", measurement.stack)]);
    Ok(())
}

#[test]
fn counts_repeat_with_interrupts_and_sleep() -> Result<()> {
    let layout = Layout::from_env()?;
    let counter = insn_count::build(&layout)?;
    let program = stock(&layout, "demo")?;
    let first = measure(&program, &counter)?;
    assert_eq!(first.regions.len(), 2);
    for _ in 0..3 {
        let again = measure(&program, &counter)?;
        assert_eq!((&again.regions, again.total), (&first.regions, first.total));
    }
    Ok(())
}

#[test]
fn a_program_without_regions_has_a_total() -> Result<()> {
    let layout = Layout::from_env()?;
    let counter = insn_count::build(&layout)?;
    let measurement = measure(&stock(&layout, "embassy")?, &counter)?;
    assert_eq!(measurement.regions, []);
    assert!(measurement.total > 10_000);
    Ok(())
}

#[test]
fn a_plugin_that_qemu_refuses_is_an_error() -> Result<()> {
    let layout = Layout::from_env()?;
    let counter = Counter { plugin: Path::new("/no/such/plugin.so"), markers: None, stack: None };
    let error = qemu::run(&stock(&layout, "chain")?, Some(counter)).unwrap_err();
    assert!(format!("{error:#}").contains("plugin.so"), "{error:#}");
    Ok(())
}
