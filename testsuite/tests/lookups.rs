//! How many instructions an interleaved lookup takes, counted exactly by valgrind: the loop of the crate
//! `interleave` included, beside a state machine by hand (`amac`), by both compilers.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use lookup_driver::build;
use testsuite::Tally;
use testsuite_support::Layout;
use testsuite_support::callgrind::{self, Counted};
use testsuite_support::firmware::Compiler;

const KIND: &str = "lookups";

/// valgrind makes programs some fifty times slower.
const LIMIT: Duration = Duration::from_secs(120);

/// Lookups that are counted together.
const KEYS: u64 = 4000;
const GROUP: usize = 32;

/// A kind of lookup, and how many instructions it may take.
struct Workload {
    name: &'static str,
    /// The size of what is looked up in.
    bytes: usize,
    hops: usize,
    /// The plugin's async fns, as a ratio to a state machine by hand.
    of_amac: f64,
    /// Those out of smaller ones, as a ratio to the same by stock rustc.
    of_stock: f64,
}

const WORKLOADS: [Workload; 4] = [
    Workload { name: "bs", bytes: 1 << 19, hops: 0, of_amac: 1.09, of_stock: 0.48 },
    Workload { name: "ht", bytes: 200_000, hops: 0, of_amac: 1.03, of_stock: 0.33 },
    Workload { name: "ls", bytes: 1 << 16, hops: 32, of_amac: 0.8, of_stock: 0.42 },
    Workload { name: "bst", bytes: 200_000, hops: 0, of_amac: 0.92, of_stock: 0.46 },
];

/// Async fns out of smaller ones, as a ratio to those that are not.
const OF_FLAT: f64 = 1.02;

/// `map_into` and `for_each`, as ratios to the macro.
const OF_MACRO: f64 = 1.05;

struct Programs {
    counter: PathBuf,
    stock: PathBuf,
    plugin: PathBuf,
}

impl Programs {
    fn build(layout: &Layout) -> Result<Self> {
        Ok(Programs {
            counter: build::counted_program(layout)?,
            stock: build::library(layout, Compiler::Stock)?,
            plugin: build::library(layout, Compiler::Plugin)?,
        })
    }

    /// Instructions per lookup, and what was found.
    fn count(&self, workload: &Workload, compiler: Compiler, name: &str) -> Result<(f64, String)> {
        let library = match compiler {
            Compiler::Stock => &self.stock,
            Compiler::Plugin => &self.plugin,
        };
        let Workload { name: kind, bytes, hops, .. } = workload;
        let Counted { stdout, instructions } =
            callgrind::count_in("measured", &self.counter, LIMIT, |command| {
                command.arg(library).args([*kind, &bytes.to_string(), &hops.to_string()]);
                command.args([name, &GROUP.to_string(), &KEYS.to_string()]);
            })?;
        Ok((instructions as f64 / KEYS as f64, stdout))
    }
}

#[test]
fn instructions_of_a_lookup() -> Result<()> {
    let programs = Programs::build(&Layout::from_env()?)?;
    let mut tally = Tally::new(KIND);
    let mut report = String::new();
    for workload in &WORKLOADS {
        let name = workload.name;
        let result = check(&programs, workload, &mut report);
        tally.add(name, result.with_context(|| format!("instructions of {name}")));
    }
    writeln!(std::io::stdout(), "\ninstructions per lookup\n{report}")?;
    tally.finish()
}

fn check(programs: &Programs, workload: &Workload, report: &mut String) -> Result<()> {
    let mut counts = HashMap::new();
    let mut found = String::new();
    write!(report, "  {:4}", workload.name)?;
    for (compiler, name) in [
        (Compiler::Stock, "sequential"),
        (Compiler::Stock, "grouped"),
        (Compiler::Stock, "amac"),
        (Compiler::Stock, "flat"),
        (Compiler::Stock, "nested"),
        (Compiler::Plugin, "flat"),
        (Compiler::Plugin, "nested"),
        (Compiler::Plugin, "each"),
        (Compiler::Plugin, "macro"),
    ] {
        let (count, results) = programs.count(workload, compiler, name)?;
        write!(report, "  {compiler} {name} {count:.1}")?;
        if found.is_empty() {
            found = results;
        } else {
            ensure!(results == found, "{compiler} {name} finds `{results}`, not `{found}`");
        }
        ensure!(count > 10.0, "{count} instructions cannot be all of a lookup");
        counts.insert((compiler, name), count);
    }
    writeln!(report)?;
    let mut limit = |what: &str, limit: f64, of: (Compiler, &'static str), to| {
        let ratio = counts[&of] / counts[&to];
        let line = format!("{} {} is {ratio:.3} of {} {}", of.0, of.1, to.0, to.1);
        writeln!(report, "        {line}, at most {limit}")?;
        ensure!(ratio <= limit, "{what}: {line}, more than {limit}");
        Ok(())
    };
    let (flat, nested) = ((Compiler::Plugin, "flat"), (Compiler::Plugin, "nested"));
    limit("by hand", workload.of_amac, flat, (Compiler::Stock, "amac"))?;
    limit("composed", OF_FLAT, nested, flat)?;
    limit("by stock", workload.of_stock, nested, (Compiler::Stock, "nested"))?;
    let (each, by_macro) = ((Compiler::Plugin, "each"), (Compiler::Plugin, "macro"));
    limit("map_into", OF_MACRO, flat, by_macro)?;
    limit("for_each", OF_MACRO, each, by_macro)
}

/// What the page shows is what the example does, to the letter.
#[test]
fn the_page_shows_the_example() -> Result<()> {
    let root = Layout::from_env()?.root;
    let read = |path: &str| std::fs::read_to_string(root.join(path)).context(path.to_owned());
    let (page, example) =
        (read("docs/interleave.md")?, read("runtime-min/interleave/examples/lists.rs")?);
    let blocks = page.split("```rust\n").skip(1).filter_map(|rest| rest.split("```").next());
    let mut lines = blocks.flat_map(str::lines).map(str::trim).peekable();
    ensure!(lines.peek().is_some(), "the page shows nothing");
    for line in lines {
        ensure!(example.contains(line), "the example has no `{line}`");
    }
    Ok(())
}

/// The tests of the crate, which stock rustc's `runtime` runs as well, pass through the plugin.
#[test]
fn the_tests_of_interleave() -> Result<()> {
    let printed = build::test_interleave(&Layout::from_env()?)?;
    let passed = printed.matches(" passed; 0 failed").count();
    ensure!(passed > 0, "no test ran:\n{printed}");
    Ok(())
}
