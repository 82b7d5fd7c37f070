//! `./x bench interleave`: see `docs/interleave.md`.

use std::fs;
use std::process::ExitCode;

use anyhow::{Context, Result};
use arguments::{Interleave, Output, WORKLOADS};
use lookup_driver::{Libraries, Measured, bbtree, comparisons, measure, page, table};
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
    if options.bbtree {
        write!(out, "{}", bbtree::count(&layout)?)?;
        return Ok(());
    }
    let largest = (options.size as usize) << 20;
    let is_wanted =
        |name: &str| options.workloads.is_empty() || options.workloads.iter().any(|it| it == name);
    writeln!(
        out,
        "CPU time of a lookup, and its ratio to a state machine by hand (amac): the median"
    )?;
    writeln!(out, "and the quartiles of {} rounds; `null` is amac against itself", options.rounds)?;
    let libraries = Libraries::build(&layout)?;
    if !libraries.has_cpp() {
        writeln!(out, "C++20 is left out: there is no clang++-22")?;
    }
    let mut all = Measured::default();
    for workload in WORKLOADS.into_iter().filter(|name| is_wanted(name)) {
        let measured = measure(&libraries, workload, largest, options.rounds as usize)?;
        write!(out, "\n{}", table(&measured.points))?;
        all.points.extend(measured.points);
        all.comparisons.extend(measured.comparisons);
    }
    writeln!(out, "\nratios in the same round: the median and the quartiles; what is wanted")?;
    write!(out, "{}", comparisons(&all.comparisons))?;
    if let Some(output) = &options.json {
        output.write(&serde_json::to_string_pretty(&all)?).context("writing JSON")?;
    }
    if let Some(path) = &options.html {
        fs::write(path, page::page(&all.points))
            .with_context(|| format!("writing {}", path.display()))?;
    }
    Ok(())
}
