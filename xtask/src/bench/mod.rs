//! `./x bench`: measurements of stock against the plugin.
//!
//! `./x bench compile`: what compiling through the plugin costs, as ratios to stock rustc.
//!
//! * A call tree: a generated program of hundreds of async fns that await each other. callgrind
//!   counts the instructions of the compiler's own process, with one codegen unit and no parallel
//!   backend, so that counts repeat to within a few thousandths.
//! * A real program with its crates. Both compilers in turn compile the named packages and nothing
//!   else; the medians of the user time of cargo and all its child processes are compared.
//!
//! `./x bench cortex-m`: the costs of programs for a Cortex-M4, and runtime-min against embassy
//! ([`cortex_m`]).

mod call_tree;
pub mod cortex_m;
mod real;

use anyhow::{Result, ensure};

use crate::args::Compile;
use crate::ctx::Ctx;

/// The maximum costs of the plugin, as ratios to stock: of instructions, and of the user time of a real project,
/// which varies.
const RELEASE_LIMIT: f64 = 0.85;
const DEBUG_LIMIT: f64 = 1.25;
const REAL_LIMIT: f64 = 1.1;

/// One comparison.
struct Row {
    name: String,
    unit: &'static str,
    stock: f64,
    plugin: f64,
    limit: f64,
}

impl Row {
    fn ratio(&self) -> f64 {
        self.plugin / self.stock
    }
}

/// Measures and prints the ratios. Fails if one exceeds its limit.
pub fn run(ctx: &Ctx, what: &Compile) -> Result<()> {
    let subject = match what.subject() {
        Some((manifest, packages)) => real::Subject::new(manifest, packages.to_vec()),
        None => real::Subject::default_of(ctx),
    };
    let layout = ctx.layout();
    let mut rows = Vec::new();
    if what.real.is_none() {
        rows.extend(call_tree::measure(&layout)?);
    }
    if !what.tree {
        rows.push(subject.measure(&layout)?);
    }
    println!(
        "\n{:44} {:>9} {:>9} {:>7} {:>7}",
        "compile cost", "stock", "plugin", "ratio", "limit"
    );
    for row in &rows {
        let name = format!("{}, {}", row.name, row.unit);
        let Row { stock, plugin, limit, .. } = row;
        println!("{name:44} {stock:>9.2} {plugin:>9.2} {:>7.3} {limit:>7.1}", row.ratio());
    }
    for row in rows {
        let (name, ratio) = (&row.name, row.ratio());
        ensure!(ratio <= row.limit, "{name}: {ratio:.3} times stock, more than {}", row.limit);
    }
    Ok(())
}
