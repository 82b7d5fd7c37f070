//! `./x soak`: a day of virtual time of the soak test, through the plugin.

use std::time::Duration;

use anyhow::Result;
use testsuite_support::firmware::{Build, Compiler, Target};
use testsuite_support::qemu;

use crate::ctx::Ctx;

/// The package in `testsuite/firmware`, and its program.
const FIRMWARE: (&str, &str) = ("runtime", "soak-day");

/// It takes less than an hour.
const LIMIT: Duration = Duration::from_secs(4 * 60 * 60);

/// Builds the program and runs it to its end, which it only reaches if nothing is missed.
pub fn run(ctx: &Ctx) -> Result<()> {
    let layout = ctx.layout();
    let (package, program) = FIRMWARE;
    let (target, compiler) = (Target::SoftFloat, Compiler::Plugin);
    let built = Build { package, target, compiler, flags: &[] }.run(&layout)?;
    let program = built.program(program);
    eprintln!("running {}: each hour takes about a minute", program.display());
    qemu::run_shown(&program, LIMIT)
}
