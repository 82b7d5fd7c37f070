//! `./x demo`: compiles one firmware with stock rustc and with the plugin, runs both, and compares.

use std::path::Path;
use std::time::Instant;

use anyhow::{Result, bail};
use testsuite_support::firmware::{Build, Compiler, Target};
use testsuite_support::measure::{Measurement, measure};
use testsuite_support::table::Table;
use testsuite_support::{Layout, insn_count};

use crate::ctx::Ctx;

/// The package in `testsuite/firmware`, and its program.
const FIRMWARE: &str = "demo";

/// Builds and runs the demo with both compilers, prints the comparison, and fails if the outputs
/// differ.
pub fn run(ctx: &Ctx) -> Result<()> {
    let layout = ctx.layout();
    let counter = timed("building the instruction counter", || insn_count::build(&layout))?;
    let stock = build_and_measure(&layout, &counter, Compiler::Stock)?;
    let plugin = build_and_measure(&layout, &counter, Compiler::Plugin)?;
    compare(&stock, &plugin)
}

fn build_and_measure(layout: &Layout, counter: &Path, compiler: Compiler) -> Result<Measurement> {
    let build = Build { package: FIRMWARE, target: Target::SoftFloat, compiler, flags: &[] };
    let built = timed(&format!("building the firmware ({compiler})"), || build.run(layout))?;
    timed(&format!("running it under QEMU ({compiler})"), || {
        measure(&built.program(FIRMWARE), counter)
    })
}

/// Prints whether the outputs agree, and the table. Fails if they do not agree.
fn compare(stock: &Measurement, plugin: &Measurement) -> Result<()> {
    println!("\nThe firmware's output, compiled by stock rustc:\n");
    print_lines(&stock.transcript.lines);
    if let Some(difference) = stock.transcript.difference(&plugin.transcript) {
        println!("\nThe firmware's output, compiled through the plugin:\n");
        print_lines(&plugin.transcript.lines);
        bail!("the outputs differ: {difference} (stock here, the plugin there)");
    }
    let lines = stock.transcript.lines.len();
    println!("\nCompiled through the plugin: the same {lines} lines.\n");

    let table = table(stock, plugin);
    println!("{table}\n{}", table.verdict());
    Ok(())
}

/// The comparison; the transcripts must be equal except for the sizes.
fn table(stock: &Measurement, plugin: &Measurement) -> Table {
    let mut table = Table::new();
    table.heading("futures, bytes");
    for ((name, ours), (_, theirs)) in stock.transcript.sizes.iter().zip(&plugin.transcript.sizes) {
        table.row(name, *ours, *theirs);
    }
    table.heading("program, bytes");
    let (ours, theirs) = (&stock.sections, &plugin.sections);
    table.row(".text", ours.text, theirs.text);
    table.row(".rodata", ours.rodata, theirs.rodata);
    table.row(".data+.bss", ours.ram(), theirs.ram());
    table.heading("instructions executed");
    for ((name, ours), (_, theirs)) in stock.regions.iter().zip(&plugin.regions) {
        table.row(name, *ours, *theirs);
    }
    table.row("total, with start-up and printing", stock.total, plugin.total);
    table
}

fn print_lines(lines: &[String]) {
    for line in lines {
        println!("  {line}");
    }
}

fn timed<T>(what: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    let start = Instant::now();
    let result = work();
    let word = if result.is_ok() { "done" } else { "FAILED" };
    eprintln!("{word:>9} {what} ({:.1} s)", start.elapsed().as_secs_f64());
    result
}
