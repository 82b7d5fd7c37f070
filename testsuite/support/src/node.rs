//! Runs a WebAssembly program in Node.

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result};

use crate::process;
use crate::qemu::Execution;

/// The programs take well under a second; the limit is for busy machines.
const LIMIT: Duration = Duration::from_secs(60);

/// The script that gives the program its two imports.
const MACHINE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src/node.mjs");

/// Runs `program` to its end.
pub(crate) fn run(program: &Path) -> Result<Execution> {
    let output = process::run(Command::new("node").arg(MACHINE).arg(program), LIMIT)?;
    let status = output.status.code();
    let status = status.with_context(|| format!("Node was ended: {}", output.status))?;
    Ok(Execution { status, stdout: output.stdout, stderr: output.stderr, counts: None })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_that_does_not_exist_is_a_failure() {
        let execution = run(Path::new("/no/such/program")).unwrap();
        assert_ne!(execution.status, 0);
        assert!(execution.stderr.contains("/no/such/program"), "{}", execution.stderr);
    }
}
