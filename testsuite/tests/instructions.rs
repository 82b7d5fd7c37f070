//! How many instructions a poll takes, counted exactly by valgrind.

use std::fmt::{self, Write as _};
use std::io::Write as _;
use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use testsuite::{Compile, Configuration, Panic, Rustc, Stages, Tally, scratch};
use testsuite_support::callgrind::Counted;
use testsuite_support::table::Table;
use testsuite_support::{Layout, callgrind};

/// A program of nested async functions or generators that are driven by hand.
struct Chain {
    name: &'static str,
    what: &'static str,
    /// What it prints in the end.
    ending: &'static str,
    stages: Stages,
    /// How many times stock's instructions the plugin's program may take at opt-level 3.
    limit: f64,
    /// The same at opt-level 0, if it is looked at there.
    unoptimized: Option<f64>,
}

/// valgrind makes the program some fifty times slower.
const TIME: Duration = Duration::from_secs(120);

#[test]
fn a_chain_three_deep() -> Result<()> {
    check(&Chain {
        name: "chain",
        what: "instructions of 200,001 polls, three deep",
        ending: "after 200001 polls\n",
        stages: Stages { lowered: 3, begins: 4 },
        limit: 0.2,
        unoptimized: Some(0.9),
    })
}

#[test]
fn a_chain_ten_deep() -> Result<()> {
    check(&Chain {
        name: "deep_chain",
        what: "instructions of 256,001 polls, ten deep",
        ending: "after 256001 polls\n",
        stages: Stages { lowered: 10, begins: 11 },
        limit: 0.6,
        unoptimized: Some(1.0),
    })
}

/// What it takes to make a generator and to end it, apart from what the optimizer makes of those that
/// it sees as a whole.
#[test]
fn short_lived_generators() -> Result<()> {
    check(&Chain {
        name: "generators",
        what: "instructions of 50,000 generators",
        ending: " after 30000 ends\n",
        stages: Stages { lowered: 2, begins: 4 },
        limit: 0.98,
        unoptimized: None,
    })
}

fn check(chain: &Chain) -> Result<()> {
    let layout = Layout::from_env()?;
    let folder = scratch(&layout, &format!("instructions/{}", chain.name))?;
    let source = layout.root.join("testsuite/instructions").join(chain.name).with_extension("rs");
    let mut tally = Tally::new("instructions");
    let mut table = Table::new();
    table.heading(chain.what);
    let optimized = [Panic::Abort, Panic::Unwind].map(|panic| ("3", panic, chain.limit));
    let unoptimized = chain.unoptimized.map(|limit| ("0", Panic::Abort, limit));
    for (opt, panic, limit) in optimized.into_iter().chain(unoptimized) {
        let configuration = Configuration::new(opt, panic);
        let compile = |rustc: Rustc| {
            let output = folder.join(format!("{configuration}-{}", rustc.name()));
            Compile::new(&layout, rustc, &source, &output)
                .configuration(configuration)
                .unstable()
                // Whose cost is the same by both, and not what is compared.
                .flag("-Coverflow-checks=off")
                .run()
        };
        let stock = compile(Rustc::Stock)?;
        let plugin = compile(Rustc::Plugin)?;
        let stages = plugin.lowered.count()?;
        let Counted { stdout: expected, instructions: stock } =
            callgrind::count(&stock.path, TIME, |_| {})?;
        let Counted { stdout: printed, instructions: plugin } =
            callgrind::count(&plugin.path, TIME, |_| {})?;
        table.row(&configuration.to_string(), stock, plugin);
        let check = || {
            ensure!(stages == chain.stages, "{stages:?}, not {:?}", chain.stages);
            ensure!(printed == expected, "`{printed}`, stock `{expected}`");
            ensure!(expected.ends_with(chain.ending), "`{expected}`");
            ensure!(stock > 1_000_000, "{stock} instructions cannot be all of them");
            let ratio = plugin as f64 / stock as f64;
            ensure!(ratio <= limit, "{plugin} instructions are {ratio:.3} times stock's {stock}");
            Ok(())
        };
        tally.add(configuration, check());
    }
    writeln!(std::io::stdout(), "\n{table}")?;
    tally.finish()
}

/// How much more a poll through a trait may take: the programs' starts and symbols differ a little.
const TRAIT_LIMIT: f64 = 1.001;

/// An async method of a trait costs what a free async fn costs: bytes, instructions, allocations. So
/// it does where only the trait is known.
#[test]
fn a_method_of_a_trait() -> Result<()> {
    let layout = Layout::from_env()?;
    let folder = scratch(&layout, "instructions/traits")?;
    let source = layout.root.join("testsuite/instructions/traits.rs");
    let mut tally = Tally::new("instructions");
    let mut report = String::new();
    for panic in [Panic::Abort, Panic::Unwind] {
        let configuration = Configuration::new("3", panic);
        let check = |report: &mut String| {
            let measure = |name: &str, flags: &[&str]| -> Result<Measured> {
                let output = folder.join(format!("{configuration}-{name}"));
                let compile = Compile::new(&layout, Rustc::Plugin, &source, &output)
                    .configuration(configuration);
                let compile = flags.iter().fold(compile, |compile, flag| compile.flag(*flag));
                let program = compile.run()?;
                let stages = program.lowered.count()?;
                ensure!(stages.lowered == 2 && stages.begins > 0, "{stages:?}");
                Measured::of(&program.path)
            };
            let free = measure("free", &[])?;
            writeln!(report, "  {configuration}: free {free}")?;
            ensure!(free.result.ends_with("polls, 0 allocations"), "`{}`", free.result);
            ensure!(free.instructions > 1_000_000, "{free} cannot be all of them");
            for (name, flags) in
                [("method", &["--cfg=method"][..]), ("generic", &["--cfg=method", "--cfg=generic"])]
            {
                let other = measure(name, flags)?;
                writeln!(report, "  {configuration}: {name} {other}")?;
                ensure!(free.result == other.result, "`{}`, `{}`", free.result, other.result);
                for (free, other) in std::iter::zip(&free.sizes, &other.sizes) {
                    ensure!(other <= free, "{name}: the future has {other} bytes, not {free}");
                }
                let ratio = other.instructions as f64 / free.instructions as f64;
                ensure!(ratio <= TRAIT_LIMIT, "{name} takes {ratio:.5} times the instructions");
            }
            Ok(())
        };
        let result = check(&mut report);
        tally.add(configuration, result);
    }
    writeln!(std::io::stdout(), "\ntwo awaits in each of 100,000 rounds:\n{report}")?;
    tally.finish()
}

/// What is known of one of the two programs.
struct Measured {
    /// Of the future, and of the one that awaits it.
    sizes: Vec<u64>,
    /// The last line.
    result: String,
    instructions: u64,
}

impl Measured {
    fn of(program: &Path) -> Result<Self> {
        let Counted { stdout, instructions } = callgrind::count(program, TIME, |_| {})?;
        let (sizes, result) = stdout.trim_end().split_once('\n').context("two lines")?;
        let sizes: Vec<u64> = sizes.split(' ').map(str::parse).collect::<Result<_, _>>()?;
        ensure!(sizes.len() == 2, "{stdout}");
        Ok(Measured { sizes, result: result.to_owned(), instructions })
    }
}

impl fmt::Display for Measured {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} bytes and {} instructions", self.sizes, self.instructions)
    }
}
