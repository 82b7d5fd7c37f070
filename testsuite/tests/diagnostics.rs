//! Errors and lints: what stock rustc says of the programs of `testsuite/diagnostics`, the plugin
//! says too, word for word, but for the numbers in which futures' sizes are given.

use std::process::ExitCode;

use anyhow::Result;
use testsuite::{diagnostics, programs};

/// How many programs there are at least.
const PROGRAMS: usize = 6;

fn main() -> Result<ExitCode> {
    programs::run(programs::programs("diagnostics", PROGRAMS)?, diagnostics::check, || Ok(()))
}
