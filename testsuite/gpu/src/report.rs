//! Shows what kernels take.

use gpu_measure::manifest::Style;
use serde_json::{Value, json};
use testsuite_support::table::Table;

use crate::costs::{Costs, Kernel, MOST_WARPS};
use crate::workloads;

/// Where a number is.
type Column = fn(&Costs) -> u64;

/// What is shown of a kernel: a heading, and where its number is.
const COLUMNS: [(&str, Column); 3] = [
    ("registers of a thread", |costs| costs.registers),
    ("local memory of a thread, bytes", |costs| costs.local),
    ("instructions of PTX", |costs| costs.instructions),
];

/// The table of all kernels.
pub fn table(kernels: &[Kernel]) -> String {
    let mut table = Table::new();
    for (heading, column) in COLUMNS {
        table.heading(heading);
        for kernel in kernels {
            table.row(&kernel.name, column(&kernel.stock), column(&kernel.plugin));
        }
    }
    let limited = kernels.iter().filter(|kernel| kernel.stock.warps() < MOST_WARPS);
    let warps = limited.map(|kernel| {
        let (stock, plugin) = (kernel.stock.warps(), kernel.plugin.warps());
        format!("  {}: {stock} by stock, {plugin} by the plugin\n", kernel.name)
    });
    format!(
        "{table}\n\
         Warps on a multiprocessor, if registers allow fewer than {MOST_WARPS}:\n{}\n\
         Registers, the plugin's to stock's, in geometric mean: {:.3};\n\
         without those that share memory or have an executor: {:.3}.\n{}\n",
        warps.collect::<String>(),
        registers_ratio(kernels, |_| true),
        registers_ratio(kernels, workloads::is_alone),
        table.verdict()
    )
}

/// The same as an array of objects.
pub fn json(kernels: &[Kernel]) -> Value {
    let costs = |costs: &Costs| {
        json!({
            "registers": costs.registers,
            "local_bytes": costs.local,
            "spilled_bytes": costs.spills,
            "ptx_instructions": costs.instructions,
            "warps": costs.warps(),
        })
    };
    let kernel = |kernel: &Kernel| {
        json!({
            "kernel": kernel.name,
            "stock": costs(&kernel.stock),
            "plugin": costs(&kernel.plugin),
        })
    };
    kernels.iter().map(kernel).collect()
}

/// The geometric mean of how many times stock's registers the plugin's kernels take, of those with coroutines
/// whose names are `wanted`.
pub fn registers_ratio(kernels: &[Kernel], wanted: impl Fn(&str) -> bool) -> f64 {
    let with_coroutines = |name: &str| workloads::style(name) == Some(Style::Coroutines);
    let ratios: Vec<f64> = kernels
        .iter()
        .filter(|kernel| with_coroutines(&kernel.name) && wanted(&kernel.name))
        .map(|kernel| kernel.plugin.registers as f64 / kernel.stock.registers as f64)
        .collect();
    (ratios.iter().map(|ratio| ratio.ln()).sum::<f64>() / ratios.len() as f64).exp()
}
