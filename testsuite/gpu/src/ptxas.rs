//! Assembles PTX by NVIDIA's `ptxas`, which tells what each kernel takes. No GPU is needed.

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use testsuite_support::{Layout, process};

use crate::build::CPU;

/// It takes a second.
const LIMIT: Duration = Duration::from_secs(300);

/// What `ptxas` tells of a kernel.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Assembled {
    /// Registers of 32 bits.
    pub registers: u64,
    /// Bytes of local memory, with those of the functions that it calls.
    pub local: u64,
    /// Bytes of stores of registers to it.
    pub spills: u64,
}

/// Assembles the file of PTX; its kernels.
///
/// # Errors
/// If `ptxas` refuses it, or says something else than expected.
pub fn assemble(layout: &Layout, ptx: &Path) -> Result<Vec<(String, Assembled)>> {
    let mut command = Command::new(layout.build.join("ptxas"));
    command.args(["--verbose", &format!("--gpu-name={CPU}"), "--output-file"]);
    command.arg(ptx.with_extension("cubin")).arg(ptx);
    let output = process::run(&mut command, LIMIT)?;
    ensure!(output.status.success(), "{}:\n{}", ptx.display(), output.stderr);
    kernels(&output.stderr).with_context(|| output.stderr.clone())
}

/// Reads what `ptxas --verbose` prints.
fn kernels(text: &str) -> Result<Vec<(String, Assembled)>> {
    let mut kernels: Vec<(String, Assembled)> = Vec::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        if let Some(name) = between(line, "Compiling entry function '", "'") {
            let mut kernel = Assembled::default();
            let properties = format!("Function properties for {name}");
            let line = lines.find(|line| line.ends_with(&properties)).and(lines.next());
            let line = line.context("a kernel without properties")?;
            kernel.local = number_before(line, " bytes stack frame")?;
            kernel.spills = number_before(line, " bytes spill stores")?;
            let line = lines.find(|line| line.contains(": Used "));
            let line = line.context("a kernel without registers")?;
            kernel.registers = number_before(line, " registers")?;
            if line.contains(" bytes cumulative stack size") {
                kernel.local = number_before(line, " bytes cumulative stack size")?;
            }
            kernels.push((name.to_owned(), kernel));
        }
    }
    Ok(kernels)
}

fn between<'t>(text: &'t str, before: &str, after: &str) -> Option<&'t str> {
    Some(text.split_once(before)?.1.split_once(after)?.0)
}

/// The number that ends where `after` begins.
fn number_before(text: &str, after: &str) -> Result<u64> {
    let (before, _) = text.split_once(after).with_context(|| format!("no `{after}`: {text}"))?;
    let digits = before.rsplit(' ').next().unwrap_or_default();
    digits.parse().with_context(|| format!("no number before `{after}`: {text}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_ptxas_prints() {
        let text = "ptxas info    : 0 bytes gmem\n\
            ptxas info    : Compiling entry function 'one' for 'sm_90'\n\
            ptxas info    : Function properties for one\n    \
            24 bytes stack frame, 4 bytes spill stores, 8 bytes spill loads\n\
            ptxas info    : Used 18 registers, used 0 barriers, 32 bytes cumulative stack size\n\
            ptxas info    : Function properties for helper\n    \
            0 bytes stack frame, 0 bytes spill stores, 0 bytes spill loads\n\
            ptxas info    : Compiling entry function 'two' for 'sm_90'\n\
            ptxas info    : Function properties for two\n    \
            0 bytes stack frame, 0 bytes spill stores, 0 bytes spill loads\n\
            ptxas info    : Used 9 registers, used 0 barriers\n";
        let one = Assembled { registers: 18, local: 32, spills: 4 };
        let two = Assembled { registers: 9, local: 0, spills: 0 };
        assert_eq!(kernels(text).unwrap(), [("one".to_owned(), one), ("two".to_owned(), two)]);
    }
}
