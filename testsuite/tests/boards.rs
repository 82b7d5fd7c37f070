//! The examples on runtime-min on each board, compiled by both compilers: the same sources print the
//! same lines on all of them.

use std::io::Write;
use std::path::Path;

use anyhow::{Result, bail, ensure};
use testsuite::{Tally, firmware_stages};
use testsuite_support::firmware::{Build, Built, Compiler, Target};
use testsuite_support::measure::{Measurement, measure, measure_on};
use testsuite_support::runtime_costs::LATENCY_LIMIT;
use testsuite_support::table::Table;
use testsuite_support::{Board, Layout, insn_count, qemu};

const KIND: &str = "boards";

const TARGET: Target = Target::SoftFloat;

/// Packages and their examples. The regions of `priority` are latencies; the others have none.
const EXAMPLES: &[(&str, &[&str])] =
    &[(RUNTIME, &["i2c", "priority", "tasks"]), ("runtime-heap", &["runtime-heap"])];

const RUNTIME: &str = "runtime";

/// The example on the UART, of the package `runtime`.
const ECHO: &str = "echo";

/// Builds by one of the compilers.
struct Builder<'a> {
    layout: &'a Layout,
    compiler: Compiler,
    flags: &'a [&'a str],
}

impl Builder<'_> {
    fn build(&self, package: &str, board: Board) -> Result<Built> {
        let Builder { layout, compiler, flags } = *self;
        Build { package, target: TARGET, compiler, flags }.run_for(layout, board)
    }
}

/// What is measured of all examples together.
#[derive(Default)]
struct Totals {
    /// The sizes of their futures, in bytes.
    sizes: u64,
    /// Instructions from an interrupt to its task, the most that there were.
    latency: u64,
}

/// Compares an example with its run by stock on the first board, and adds to `totals`.
fn check_example(expected: &Measurement, actual: &Measurement, totals: &mut Totals) -> Result<()> {
    let Measurement { transcript, regions, .. } = actual;
    ensure!(!transcript.lines.is_empty(), "it printed nothing");
    if let Some(difference) = expected.transcript.difference(transcript) {
        bail!("{difference} (mps2-an386 and stock here, this there)");
    }
    for (name, latency) in regions {
        ensure!(*latency > 10, "{name}: {latency} instructions cannot be all of them");
        ensure!(*latency <= LATENCY_LIMIT, "{name}: {latency} instructions");
        totals.latency = totals.latency.max(*latency);
    }
    if !regions.is_empty() {
        // It never sleeps, so the instructions are its time, most of which it lets SysTick measure.
        let ratio = actual.total as f64 / expected.total as f64;
        ensure!((0.95..1.05).contains(&ratio), "{ratio} times the time: the clock is another one");
    }
    totals.sizes += transcript.sizes.iter().map(|(_, bytes)| bytes).sum::<u64>();
    Ok(())
}

/// The UART has a conversation: each line comes back in capitals.
fn check_echo(board: Board, program: &Path) -> Result<()> {
    // More than the channel between the two tasks holds.
    let line = "the quick brown fox jumps over the lazy dog\n";
    let mut answers = vec![line.to_owned(); 20];
    answers.push("\u{4}".to_owned());
    let stdout = qemu::converse(board, program, answers)?.successful(program)?.stdout;
    let echoed = line.to_uppercase().repeat(20);
    let expected = format!("ready\n{echoed}{} bytes\n", echoed.len());
    ensure!(stdout == expected, "{stdout}");
    Ok(())
}

fn examples(board: Board) -> Result<()> {
    let layout = Layout::from_env()?;
    let counter = insn_count::build(&layout)?;
    let flags = firmware_stages(&layout, TARGET)?.flags();
    let flags = flags.each_ref().map(String::as_str);
    let stock = Builder { layout: &layout, compiler: Compiler::Stock, flags: &[] };
    let plugin = Builder { layout: &layout, compiler: Compiler::Plugin, flags: &flags };
    let mut tally = Tally::new(KIND);
    let mut totals = [Totals::default(), Totals::default()];
    for (builder, totals) in [&stock, &plugin].into_iter().zip(&mut totals) {
        for (package, programs) in EXAMPLES {
            let reference = stock.build(package, Board::Mps2An386)?;
            let built = builder.build(package, board)?;
            for program in *programs {
                let mut check = || {
                    let expected = measure(&reference.program(program), &counter)?;
                    let actual = measure_on(board, &built.program(program), &counter)?;
                    check_example(&expected, &actual, totals)
                };
                tally.add(format!("{program} by {}", builder.compiler), check());
            }
        }
        let echo = builder.build(RUNTIME, board)?.program(ECHO);
        tally.add(format!("{ECHO} by {}", builder.compiler), check_echo(board, &echo));
    }
    let [stock, plugin] = totals;
    let mut table = Table::new();
    table.heading(&format!("examples on {}", board.name()));
    table.row("futures, bytes", stock.sizes, plugin.sizes);
    table.row("instructions, interrupt to task, most", stock.latency, plugin.latency);
    writeln!(std::io::stdout(), "\n{table}")?;
    let measured = || {
        ensure!(stock.latency > 0 && plugin.latency > 0, "no latency was measured");
        // Equal futures would not have been compiled by the plugin.
        ensure!(0 < plugin.sizes && plugin.sizes < stock.sizes, "the futures are not smaller");
        Ok(())
    };
    tally.add("measurements", measured());
    tally.finish()
}

#[test]
fn mps2_an386() -> Result<()> {
    examples(Board::Mps2An386)
}

#[test]
fn netduinoplus2() -> Result<()> {
    examples(Board::NetduinoPlus2)
}

#[test]
fn lm3s6965evb() -> Result<()> {
    examples(Board::Lm3s6965Evb)
}
