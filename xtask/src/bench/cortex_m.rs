//! `./x bench cortex-m`: measures programs for a Cortex-M4 at opt-level s, on runtime-min and on
//! other runtimes. It compares flash, RAM, stack, futures and executed instructions, stock against
//! the plugin, and what runtime-min costs against embassy.
//!
//! Only the instructions in a program's measured regions count. embassy's programs have none:
//! embassy sleeps in `WFE`, which QEMU executes as a no-op, so they would count the instructions of
//! waiting.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use testsuite_support::census::{Census, Ways};
use testsuite_support::firmware::{Build, Built, Compiler, Target};
use testsuite_support::measure::{Measurement, measure};
use testsuite_support::runtime_costs::Comparison;
use testsuite_support::table::Table;
use testsuite_support::{Layout, insn_count};

use crate::ctx::Ctx;

/// Packages in `testsuite/firmware`, each with a program of its name.
const PROGRAMS: &[&str] = &[
    "demo",
    "embassy",
    "station",
    "gateway",
    "embassy-interrupts",
    "rtic-app",
    "lilos-app",
    "futures-app",
];

const TARGET: Target = Target::SoftFloat;

/// One program by both compilers.
struct Program {
    name: &'static str,
    stock: Measurement,
    plugin: Measurement,
    /// How its coroutines were lowered, those of all its crates.
    ways: Ways,
    /// Flash in bytes, by each value of `-llvmcoro-resumed-after-completion` in [`COMPLETIONS`].
    completions: Vec<u64>,
}

/// What futures may do that are polled after their end, besides panicking.
const COMPLETIONS: [&str; 2] = ["pending", "unreachable-in-release"];

/// Flash of all programs that the plugin compiles, as a ratio to stock's.
const FLASH_LIMIT: f64 = 0.93;

/// Builds, runs and prints. Fails if the outputs differ, a coroutine went the stock way, a program takes
/// more flash than stock's or all of them more than their limit, or runtime-min exceeds its limits or
/// costs more than embassy.
pub fn run(ctx: &Ctx) -> Result<()> {
    let layout = ctx.layout();
    let counter = insn_count::build(&layout)?;
    let mut programs = Vec::new();
    for name in PROGRAMS {
        eprintln!("building and running {name}");
        programs.push(Program::new(&layout, &counter, name)?);
    }
    eprintln!("building and running what runtime-min and embassy cost");
    let costs = |compiler| {
        Comparison::measure(|package| build(&layout, package, compiler), &counter)
            .context(compiler.to_string())
    };
    let (stock, plugin) = (costs(Compiler::Stock)?, costs(Compiler::Plugin)?);
    let mut table = table(&programs);
    for (name, stock, plugin) in [
        ("runtime-min", &stock.runtime_min, &plugin.runtime_min),
        ("embassy", &stock.embassy, &plugin.embassy),
    ] {
        table.heading(&format!("what {name} costs"));
        for ((what, stock), (_, plugin)) in stock.rows().into_iter().zip(plugin.rows()) {
            table.row(what, stock, plugin);
        }
    }
    print!("\n{table}");
    println!("coroutines, in all crates          lowered  stock way");
    for Program { name, ways, .. } in &programs {
        println!("  {name:32} {:>7} {:>10}", ways.lowered(), ways.all() - ways.lowered());
    }
    println!("\nflash, bytes, by -llvmcoro-resumed-after-completion");
    let header: String = COMPLETIONS.iter().map(|value| format!(" {value:>24}")).collect();
    println!("  {:32} {:>7}{header}", "", "panic");
    for Program { name, plugin, completions, .. } in &programs {
        let panic = plugin.sections.flash();
        let saved = completions.iter().map(|flash| {
            let change = i128::from(*flash) - i128::from(panic);
            format!(" {:>24}", format!("{flash} ({change:+})"))
        });
        println!("  {name:32} {panic:>7}{}", saved.collect::<String>());
    }
    println!("\n{}\n", table.verdict());
    let both = [(Compiler::Stock, &stock), (Compiler::Plugin, &plugin)];
    let table = Comparison::table(&both);
    println!("{table}\n{}", table.verdict());
    check_flash(&programs)?;
    for Program { name, ways, .. } in &programs {
        ensure!(ways.lowered() > 0, "{name} has no coroutine");
        let stock: Vec<_> = ways.stock().map(|(why, count)| format!("{count}: {why}")).collect();
        ensure!(stock.is_empty(), "{name} has coroutines that went the stock way: {stock:?}");
    }
    for (compiler, comparison) in both {
        comparison.check().with_context(|| format!("what runtime-min costs, {compiler}"))?;
    }
    println!(
        "runtime-min is within its limits; its executor, a task and a timer take less flash and RAM \
         than embassy's, a wake and a poll fewer instructions."
    );
    Ok(())
}

/// The folder for the plugin's reports. It is next to what they are about, so that neither outlives
/// the other.
fn reports(layout: &Layout) -> PathBuf {
    layout.build.join("firmware/reports")
}

fn build(layout: &Layout, package: &str, compiler: Compiler) -> Result<Built> {
    let report = format!("-Cllvm-args=-llvmcoro-report={}", reports(layout).display());
    let flags: &[&str] = match compiler {
        Compiler::Stock => &[],
        Compiler::Plugin => &[&report],
    };
    Build { package, target: TARGET, compiler, flags }.run(layout)
}

impl Program {
    fn new(layout: &Layout, counter: &Path, name: &'static str) -> Result<Self> {
        let stock = build(layout, name, Compiler::Stock)?;
        let stock = measure(&stock.program(name), counter).context("stock")?;
        let built = build(layout, name, Compiler::Plugin)?;
        let plugin = measure(&built.program(name), counter).context("plugin")?;
        let difference = stock.transcript.difference(&plugin.transcript);
        ensure!(difference.is_none(), "{name}: the outputs differ: {difference:?}");
        let census = Census::read(&reports(layout), &built.artifacts)?;
        let mut ways = Ways::default();
        for crate_ways in census.by_package(&built.artifacts, |_| true).values() {
            ways.extend(crate_ways);
        }
        let completions = COMPLETIONS.iter().map(|value| {
            let flag = format!("-Cllvm-args=-llvmcoro-resumed-after-completion={value}");
            let compiler = Compiler::Plugin;
            let build = Build { package: name, target: TARGET, compiler, flags: &[&flag] };
            let built = measure(&build.run(layout)?.program(name), counter)?;
            let difference = plugin.transcript.difference(&built.transcript);
            ensure!(difference.is_none(), "{name}, {value}: the outputs differ: {difference:?}");
            ensure!(built.sections.ram() == plugin.sections.ram(), "{name}, {value}: other RAM");
            Ok(built.sections.flash())
        });
        let completions = completions.collect::<Result<_>>()?;
        Ok(Program { name, stock, plugin, ways, completions })
    }
}

/// The flash of all programs, by stock and through the plugin.
fn flash_in_all(programs: &[Program]) -> (u64, u64) {
    let sum = |of: fn(&Program) -> &Measurement| {
        programs.iter().map(|program| of(program).sections.flash()).sum()
    };
    (sum(|program| &program.stock), sum(|program| &program.plugin))
}

fn check_flash(programs: &[Program]) -> Result<()> {
    for Program { name, stock, plugin, .. } in programs {
        let (stock, plugin) = (stock.sections.flash(), plugin.sections.flash());
        ensure!(plugin <= stock, "{name} takes {plugin} bytes of flash, by stock {stock}");
    }
    let (stock, plugin) = flash_in_all(programs);
    let ratio = plugin as f64 / stock as f64;
    ensure!(ratio <= FLASH_LIMIT, "all take {ratio:.3} of stock's flash, more than {FLASH_LIMIT}");
    Ok(())
}

fn table(programs: &[Program]) -> Table {
    let mut table = Table::new();
    let mut section = |heading: &str, of: &dyn Fn(&Measurement) -> Vec<(String, u64)>| {
        table.heading(heading);
        for Program { name, stock, plugin, .. } in programs {
            for ((what, stock), (_, plugin)) in of(stock).into_iter().zip(of(plugin)) {
                table.row(&format!("{name}{what}"), stock, plugin);
            }
        }
    };
    let one = |value| vec![(String::new(), value)];
    section("flash (.text+.rodata), bytes", &|program| one(program.sections.flash()));
    section("RAM (.data+.bss), bytes", &|program| one(program.sections.ram()));
    section("stack at its deepest, bytes", &|program| one(program.stack));
    section("futures that it prints, in all, bytes", &|program| {
        let sizes = &program.transcript.sizes;
        if sizes.is_empty() { Vec::new() } else { one(sizes.iter().map(|(_, size)| size).sum()) }
    });
    section("instructions executed", &|program| {
        program.regions.iter().map(|(name, count)| (format!(", {name}"), *count)).collect()
    });
    let (stock, plugin) = flash_in_all(programs);
    table.heading("flash of all programs, bytes");
    table.row("in all", stock, plugin);
    table
}
