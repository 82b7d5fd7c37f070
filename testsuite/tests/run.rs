//! The programs of `testsuite/run`: at every opt-level and with both panic strategies, compiled by
//! stock rustc and by the plugin, with equal output demanded.

use std::process::ExitCode;

use anyhow::Result;
use testsuite::programs;

/// How many programs there are at least.
const PROGRAMS: usize = 40;

fn main() -> Result<ExitCode> {
    let names = programs::programs("run", PROGRAMS)?;
    programs::run(names, |name| testsuite::check("run", name), || Ok(()))
}
