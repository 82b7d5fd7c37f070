//! `./x bench interleave`: see `docs/interleave.md`.

use std::fs;
use std::process::ExitCode;

use anyhow::{Context, Result};
use arguments::{Interleave, Output, WORKLOADS};
use lookup_driver::{measure, page, table};
use testsuite_support::Layout;

fn main() -> ExitCode {
    match run(&arguments::read()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(options: &Interleave) -> Result<()> {
    let mut out = Output::beside(options.json.as_ref());
    let layout = Layout::from_env()?;
    let largest = (options.size as usize) << 20;
    let is_wanted =
        |name: &str| options.workloads.is_empty() || options.workloads.iter().any(|it| it == name);
    writeln!(
        out,
        "CPU time of a lookup, and its ratio to a state machine by hand (amac): the median"
    )?;
    writeln!(out, "and the quartiles of {} rounds; `null` is amac against itself", options.rounds)?;
    let mut points = vec![];
    for workload in WORKLOADS.into_iter().filter(|name| is_wanted(name)) {
        let measured = measure(&layout, workload, largest, options.rounds as usize)?;
        write!(out, "\n{}", table(&measured))?;
        points.extend(measured);
    }
    if let Some(output) = &options.json {
        output.write(&serde_json::to_string_pretty(&points)?).context("writing JSON")?;
    }
    if let Some(path) = &options.html {
        fs::write(path, page::page(&points))
            .with_context(|| format!("writing {}", path.display()))?;
    }
    Ok(())
}
