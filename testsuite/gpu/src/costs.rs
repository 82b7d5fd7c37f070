//! What a kernel takes, by both compilers.

use std::collections::BTreeMap;

use anyhow::{Context, Result, ensure};
use testsuite_support::Layout;
use testsuite_support::firmware::Compiler;

use crate::ptxas::Assembled;
use crate::{build, ptx, ptxas};

/// The most warps that can be on one multiprocessor of an H100 or H200 at a time.
pub const MOST_WARPS: u64 = 64;

/// What a kernel takes, for each thread.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Costs {
    /// Registers of 32 bits.
    pub registers: u64,
    /// Bytes of local memory: what is not in registers, frames among it.
    pub local: u64,
    /// Bytes that are stored because registers are short.
    pub spills: u64,
    /// Instructions of PTX, with those of the functions that it calls.
    pub instructions: u64,
}

impl Costs {
    /// How many warps can be on one multiprocessor as far as registers limit them: there are 65,536,
    /// and a warp of 32 threads gets them in units of 256.
    pub fn warps(&self) -> u64 {
        const REGISTERS: u64 = 65_536;
        (REGISTERS / (self.registers * 32).next_multiple_of(256)).min(MOST_WARPS)
    }
}

/// One kernel.
#[derive(Clone, Debug)]
pub struct Kernel {
    /// Its name.
    pub name: String,
    /// What it takes by stock rustc.
    pub stock: Costs,
    /// What it takes by the plugin.
    pub plugin: Costs,
}

/// Compiles and assembles all kernels by both compilers.
///
/// # Errors
/// If that fails, or if both do not have the same kernels.
pub fn all(layout: &Layout) -> Result<Vec<Kernel>> {
    let stock = of_compiler(layout, Compiler::Stock)?;
    let plugin = of_compiler(layout, Compiler::Plugin)?;
    ensure!(stock.keys().eq(plugin.keys()), "other kernels: {stock:?}, {plugin:?}");
    let kernels = stock.into_iter().zip(plugin.into_values());
    Ok(kernels.map(|((name, stock), plugin)| Kernel { name, stock, plugin }).collect())
}

fn of_compiler(layout: &Layout, compiler: Compiler) -> Result<BTreeMap<String, Costs>> {
    let source = build::kernels(layout, compiler)?;
    let instructions = ptx::instructions(&source.text);
    let mut costs = BTreeMap::new();
    for (name, assembled) in ptxas::assemble(layout, &source.path)? {
        let Assembled { registers, local, spills } = assembled;
        let instructions =
            *instructions.get(&name).with_context(|| format!("{name} is not in the PTX"))?;
        costs.insert(name, Costs { registers, local, spills, instructions });
    }
    ensure!(!costs.is_empty(), "{} has no kernel", source.path.display());
    Ok(costs)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn registers_limit_warps() {
        let warps = |registers| Costs { registers, local: 0, spills: 0, instructions: 1 }.warps();
        assert_eq!([16, 32, 33, 64, 255].map(warps), [64, 64, 51, 32, 8]);
    }
}
