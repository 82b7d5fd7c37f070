//! The firmware under QEMU, compiled by both compilers, with equal output and exit codes.

use std::io::Write;
use std::path::Path;

use anyhow::{Context, Result, bail, ensure};
use testsuite::{Lowered, Tally, firmware_stages};
use testsuite_support::elf::Program;
use testsuite_support::firmware::{Build, Built, Compiler, Lto, Optimized, Target};
use testsuite_support::measure::{Sections, measure};
use testsuite_support::runtime_costs::Comparison;
use testsuite_support::table::Table;
use testsuite_support::transcript::Transcript;
use testsuite_support::{Layout, insn_count, qemu};

/// Packages and their programs.
const PROGRAMS: &[(&str, &[&str])] = &[
    (
        "lowering",
        &["alignment", "drops", "floats", "interrupts", "results", "shapes", "suspensions"],
    ),
    ("embassy", &["embassy"]),
    ("station", &["station"]),
    ("gateway", &["gateway"]),
    ("embassy-interrupts", &["embassy-interrupts"]),
    ("embassy-costs", &["embassy-wake", "embassy-bakery"]),
    ("embassy-latency", &["embassy-latency"]),
    ("rtic-app", &["rtic-app"]),
    ("lilos-app", &["lilos-app"]),
    ("futures-app", &["futures-app"]),
    ("demo", &["demo"]),
    (CHAIN, &[CHAIN]),
    (RUNTIME, &["bakery", "cancel", "i2c", "priority", "soak", "tasks", "wake"]),
    ("runtime-heap", &["runtime-heap"]),
];

/// The package of the programs that measure and check runtime-min.
const RUNTIME: &str = "runtime";

/// The package whose instructions are counted.
const CHAIN: &str = "chain";

/// Coroutines with names of their own in all packages together.
const LOWERED_AT_LEAST: usize = 360;

/// `llvm.coro.begin` for them.
const BEGINS_AT_LEAST: usize = 352;

/// How many times stock's instructions a poll of the chain may take at opt-level s.
const LIMIT: f64 = 0.4;
/// The same for ten async functions in each other.
const DEEP_LIMIT: f64 = 0.12;
/// The same if the innermost of the three is `#[inline(never)]`. LLVM makes its branch a predicated block,
/// which is smaller; instructions that are skipped in it count.
const OUTLINED_LIMIT: f64 = 0.74;
/// The same if each of them awaits the next one twice, so that not all are inlined.
const TOWER_LIMIT: f64 = 0.51;

/// The programs whose sizes are compared, the demo and the embassy corpus, and how many times stock's
/// `.text` each may take at opt-level s.
const SIZED: &[(&str, f64)] =
    &[("demo", 1.0), ("embassy", 1.0), ("station", 1.0), ("gateway", 1.0)];
/// The same for all of them together.
const TEXT_LIMIT: f64 = 0.93;
/// The same for their `.bss`, of which more than half of stock's are tasks.
const BSS_LIMIT: f64 = 0.75;

/// The firmware built by the plugin, and the stages of all its crates.
struct Plugin {
    flags: [String; 2],
    stages: Lowered,
}

impl Plugin {
    fn new(layout: &Layout, target: Target) -> Result<Self> {
        let stages = firmware_stages(layout, target)?;
        let flags = stages.flags();
        Ok(Plugin { flags, stages })
    }

    fn build(&self, layout: &Layout, target: Target, package: &str) -> Result<Built> {
        let flags = self.flags.each_ref().map(String::as_str);
        Build { package, target, compiler: Compiler::Plugin, flags: &flags }.run(layout)
    }
}

fn build_stock(layout: &Layout, target: Target, package: &str) -> Result<Built> {
    Build { package, target, compiler: Compiler::Stock, flags: &[] }.run(layout)
}

fn run(program: &Path) -> Result<Transcript> {
    let execution = qemu::run(program, None)?.successful(program)?;
    let transcript = Transcript::parse(&execution.stdout)?;
    ensure!(!transcript.lines.is_empty(), "{} printed nothing", program.display());
    Ok(transcript)
}

fn all_programs(target: Target) -> Result<()> {
    let layout = Layout::from_env()?;
    let plugin = Plugin::new(&layout, target)?;
    let mut tally = Tally::new("on_target");
    for (package, programs) in PROGRAMS {
        let stock = build_stock(&layout, target, package)?;
        let built = plugin.build(&layout, target, package)?;
        for program in *programs {
            let check = || {
                let expected = run(&stock.program(program)).context("stock")?;
                let actual = run(&built.program(program)).context("plugin")?;
                match expected.difference(&actual) {
                    None => Ok(()),
                    Some(difference) => bail!("{difference} (stock here, the plugin there)"),
                }
            };
            tally.add(format!("{program} on {}", target.triple()), check());
        }
    }
    let stages = plugin.stages.count()?;
    ensure!(
        stages.lowered >= LOWERED_AT_LEAST && stages.begins >= BEGINS_AT_LEAST,
        "{stages:?}, not {LOWERED_AT_LEAST} and {BEGINS_AT_LEAST} at least"
    );
    tally.finish()
}

#[test]
fn soft_float() -> Result<()> {
    all_programs(Target::SoftFloat)
}

#[test]
fn hard_float() -> Result<()> {
    all_programs(Target::HardFloat)
}

/// Compares the instructions of a program's regions; `limit` says how many times stock's each may take.
fn compare_instructions(package: &str, what: &str, limit: impl Fn(&str) -> f64) -> Result<()> {
    let layout = Layout::from_env()?;
    let target = Target::SoftFloat;
    let counter = insn_count::build(&layout)?;
    let plugin = Plugin::new(&layout, target)?;
    let stock = measure(&build_stock(&layout, target, package)?.program(package), &counter)?;
    let built = measure(&plugin.build(&layout, target, package)?.program(package), &counter)?;
    ensure!(stock.transcript.difference(&built.transcript).is_none(), "the outputs differ");
    ensure!(stock.regions.len() > 1, "regions are missing");
    let mut tally = Tally::new("on_target");
    let mut table = Table::new();
    table.heading(&format!("instructions of {what}"));
    for ((name, stock), (_, plugin)) in stock.regions.iter().zip(&built.regions) {
        table.row(name, *stock, *plugin);
        let check = || {
            ensure!(*stock > 5_000, "{stock} instructions cannot be all of them");
            let ratio = *plugin as f64 / *stock as f64;
            ensure!(
                ratio <= limit(name),
                "{plugin} instructions are {ratio:.3} times stock's {stock}"
            );
            Ok(())
        };
        tally.add(name, check());
    }
    writeln!(std::io::stdout(), "\n{table}")?;
    tally.finish()
}

#[test]
fn instructions_of_a_chain() -> Result<()> {
    compare_instructions(CHAIN, "nested async fns", |region| match region {
        "deep" => DEEP_LIMIT,
        "outlined" => OUTLINED_LIMIT,
        "tower" => TOWER_LIMIT,
        _ => LIMIT,
    })
}

#[test]
fn instructions_of_the_demo() -> Result<()> {
    compare_instructions("demo", "the demo", |_| 1.0)
}

#[test]
fn flash_and_ram() -> Result<()> {
    let layout = Layout::from_env()?;
    let target = Target::SoftFloat;
    let plugin = Plugin::new(&layout, target)?;
    let mut table = Table::new();
    let mut add = |name: &str, stock: &Sections, plugin: &Sections| {
        table.heading(&format!("{name}, bytes"));
        table.row(".text", stock.text, plugin.text);
        table.row(".rodata", stock.rodata, plugin.rodata);
        table.row(".data", stock.data, plugin.data);
        table.row(".bss", stock.bss, plugin.bss);
    };
    let (mut all_stock, mut all_plugin) = (Sections::default(), Sections::default());
    let mut checks = Vec::new();
    for (name, limit) in SIZED {
        let stock = build_stock(&layout, target, name)?.program(name);
        let stock = Sections::of(&Program::read(&stock)?);
        let built = plugin.build(&layout, target, name)?.program(name);
        let built = Sections::of(&Program::read(&built)?);
        add(name, &stock, &built);
        checks.push((format!("{name}, .text"), stock.text, built.text, *limit));
        all_stock += stock;
        all_plugin += built;
    }
    add("all of them", &all_stock, &all_plugin);
    writeln!(std::io::stdout(), "\n{table}")?;
    checks.push((".text".to_owned(), all_stock.text, all_plugin.text, TEXT_LIMIT));
    checks.push((".bss".to_owned(), all_stock.bss, all_plugin.bss, BSS_LIMIT));
    let mut tally = Tally::new("on_target");
    for (name, stock, plugin, limit) in checks {
        let check = || {
            ensure!(stock > 1000, "{stock} bytes cannot be all of it");
            let ratio = plugin as f64 / stock as f64;
            ensure!(ratio <= limit, "{plugin} bytes are {ratio:.3} times stock's {stock}");
            Ok(())
        };
        tally.add(name, check());
    }
    tally.finish()
}

/// The firmware that is built with link-time optimization: packages, each with a target and profiles.
const LTO_BUILDS: &[(&str, Target, &[Optimized])] = &[
    ("demo", Target::SoftFloat, &[fat("s"), fat("z"), fat("3"), thin("s")]),
    ("demo", Target::HardFloat, &[thin("s"), thin("z"), thin("3"), fat("s")]),
    ("lilos-app", Target::SoftFloat, &[thin("z")]),
    ("lilos-app", Target::HardFloat, &[fat("s")]),
];

const fn fat(opt_level: &'static str) -> Optimized {
    Optimized { lto: Lto::Fat, opt_level }
}

const fn thin(opt_level: &'static str) -> Optimized {
    Optimized { lto: Lto::Thin, opt_level }
}

/// Builds and runs a program with link-time optimization by both compilers; its sections, stock's
/// first.
fn optimized(
    layout: &Layout,
    target: Target,
    package: &str,
    profile: Optimized,
) -> Result<[Sections; 2]> {
    let build = |compiler, flags: &[&str]| -> Result<_> {
        let built = Build { package, target, compiler, flags }.run_optimized(layout, profile)?;
        let program = built.program(package);
        let elf = Program::read(&program)?;
        // The plugin's notes are for the linker alone; link-time optimization merges them.
        ensure!(elf.section_size(NOTES) == 0, "{} has {NOTES}", program.display());
        Ok((run(&program)?, Sections::of(&elf)))
    };
    let (expected, stock) = build(Compiler::Stock, &[]).context("stock")?;
    let denied = "-Cllvm-args=-llvmcoro-deny-fallback";
    let (actual, plugin) = build(Compiler::Plugin, &[denied]).context("plugin")?;
    if let Some(difference) = expected.difference(&actual) {
        bail!("{difference} (stock here, the plugin there)");
    }
    let sum = |transcript: &Transcript| transcript.sizes.iter().map(|(_, size)| size).sum::<u64>();
    let (ours, theirs) = (sum(&actual), sum(&expected));
    ensure!(ours < theirs, "futures of {ours} bytes, stock's {theirs}: nothing was lowered");
    Ok([stock, plugin])
}

/// The section in which object files say how frames were laid out.
const NOTES: &str = ".llvmcoro.frames";

#[test]
fn link_time_optimization() -> Result<()> {
    let layout = Layout::from_env()?;
    let mut tally = Tally::new("on_target");
    let mut table = Table::new();
    table.heading(".text, bytes");
    for (package, target, profiles) in LTO_BUILDS {
        for profile in *profiles {
            let name = format!("{package}, {}, {profile}", target.triple());
            let check = optimized(&layout, *target, package, *profile).and_then(|sections| {
                let [stock, plugin] = sections.map(|sections| sections.text);
                table.row(&name, stock, plugin);
                ensure!(stock > 1000, "{stock} bytes cannot be all of it");
                ensure!(plugin <= stock, "{plugin} bytes of code, stock's are {stock}");
                Ok(())
            });
            tally.add(&name, check);
        }
    }
    writeln!(std::io::stdout(), "\n{table}")?;
    tally.finish()
}

#[test]
fn costs_of_the_runtime() -> Result<()> {
    let layout = Layout::from_env()?;
    let target = Target::SoftFloat;
    let counter = insn_count::build(&layout)?;
    let plugin = Plugin::new(&layout, target)?;
    let stock = Comparison::measure(|package| build_stock(&layout, target, package), &counter)?;
    let plugin = Comparison::measure(|package| plugin.build(&layout, target, package), &counter)?;
    let both = [(Compiler::Stock, &stock), (Compiler::Plugin, &plugin)];
    writeln!(std::io::stdout(), "\n{}", Comparison::table(&both))?;
    let mut tally = Tally::new("on_target");
    for (compiler, comparison) in both {
        tally.add(format!("costs of the runtime, {compiler}"), comparison.check());
    }
    tally.finish()
}

/// Applications that there are twice: the same lines are demanded of both.
const TWINS: &[[(&str, &str); 2]] = &[
    // Tasks in statics and on the heap.
    [(RUNTIME, "tasks"), ("runtime-heap", "runtime-heap")],
    // On runtime-min and on embassy.
    [(RUNTIME, "bakery"), ("embassy", "embassy")],
];

#[test]
fn twins_print_the_same() -> Result<()> {
    let layout = Layout::from_env()?;
    let mut tally = Tally::new("on_target");
    for twins in TWINS {
        let [(_, first), (_, second)] = twins;
        let check = || {
            let lines = |(package, program): &(&str, &str)| -> Result<Vec<String>> {
                let built = build_stock(&layout, Target::SoftFloat, package)?;
                Ok(run(&built.program(program))?.lines)
            };
            let (ours, theirs) = (lines(&twins[0])?, lines(&twins[1])?);
            ensure!(ours == theirs, "{ours:?} and {theirs:?}");
            Ok(())
        };
        tally.add(format!("{first} and {second}"), check());
    }
    tally.finish()
}
