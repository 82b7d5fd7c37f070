//! `./x bench`: figures, stock against the plugin.
//!
//! `./x bench compile`: what compiling through the plugin costs, as ratios to stock rustc.
//!
//! * A call tree: a generated program of hundreds of async fns that await each other. Counted are the
//!   instructions of the compiler's own process, by callgrind: one codegen unit, no parallel
//!   backend, so that the counts repeat to a few thousandths.
//! * A real program with its crates. Measured is the user time of cargo and all that it starts,
//!   compiling the named packages and nothing else, by both compilers in turn; the medians are
//!   compared.
//!
//! `./x bench cortex-m`: what programs for a Cortex-M4 take, and runtime-min against embassy
//! ([`cortex_m`]).

mod call_tree;
pub mod cortex_m;
mod real;

use anyhow::{Result, ensure};

use crate::args::Compile;
use crate::ctx::Ctx;

/// The most that the plugin may cost, as ratios to stock.
const RELEASE_LIMIT: f64 = 1.5;
const DEBUG_LIMIT: f64 = 2.0;
const REAL_LIMIT: f64 = 1.5;

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

/// Measures, prints the ratios. An error if one is over its limit.
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
