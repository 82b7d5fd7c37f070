//! `./x soak`: a day of virtual time of the soak test, through the plugin.

use std::time::Duration;

use anyhow::{Result, ensure};
use testsuite_support::firmware::{Build, Compiler, Target};
use testsuite_support::qemu;

use crate::ctx::Ctx;

/// The package in `testsuite/firmware`, and its program.
const FIRMWARE: (&str, &str) = ("runtime", "soak-day");

/// It takes most of an hour.
const LIMIT: Duration = Duration::from_secs(4 * 60 * 60);

/// Builds the program and runs it to its end, which it reaches if nothing is missed.
pub fn run(ctx: &Ctx) -> Result<()> {
    let layout = ctx.layout();
    let (package, program) = FIRMWARE;
    let (target, compiler) = (Target::SoftFloat, Compiler::Plugin);
    let built = Build { package, target, compiler, flags: &[] }.run(&layout)?;
    let program = built.program(program);
    let execution = qemu::run_within(&program, None, LIMIT)?.successful(&program)?;
    ensure!(!execution.stdout.is_empty(), "{} printed nothing", program.display());
    print!("{}", execution.stdout);
    Ok(())
}
