//! How many instructions a poll takes, counted exactly by valgrind.

use std::io::Write;
use std::time::Duration;

use anyhow::{Result, ensure};
use testsuite::{Compile, Configuration, Panic, Rustc, Stages, Tally, scratch};
use testsuite_support::callgrind::Counted;
use testsuite_support::table::Table;
use testsuite_support::{Layout, callgrind};

/// How many times stock's instructions the plugin's program may take.
const LIMIT: f64 = 1.05;

/// Three coroutines, of which two are dissolved in the third.
const STAGES: Stages = Stages { lowered: 3, begins: 2 };

/// valgrind makes the program some fifty times slower.
const TIME: Duration = Duration::from_secs(120);

#[test]
fn a_chain_three_deep() -> Result<()> {
    let layout = Layout::from_env()?;
    let folder = scratch(&layout, "instructions")?;
    let source = layout.root.join("testsuite/instructions/chain.rs");
    let mut tally = Tally::new("instructions");
    let mut table = Table::new();
    table.heading("instructions of 200,001 polls, three deep");
    for panic in [Panic::Abort, Panic::Unwind] {
        let configuration = Configuration::new("3", panic);
        let compile = |rustc: Rustc| {
            let output = folder.join(format!("{configuration}-{}", rustc.name()));
            Compile::new(&layout, rustc, &source, &output).configuration(configuration).run()
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
            ensure!(stages == STAGES, "{stages:?}, not {STAGES:?}");
            ensure!(printed == expected, "`{printed}`, stock `{expected}`");
            ensure!(expected.ends_with("after 200001 polls\n"), "`{expected}`");
            ensure!(stock > 1_000_000, "{stock} instructions cannot be all of them");
            let ratio = plugin as f64 / stock as f64;
            ensure!(ratio <= LIMIT, "{plugin} instructions are {ratio:.3} times stock's {stock}");
            Ok(())
        };
        tally.add(configuration, check());
    }
    writeln!(std::io::stdout(), "\n{table}")?;
    tally.finish()
}
