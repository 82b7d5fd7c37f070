//! What kernels for a GPU take, as NVIDIA's assembler tells it: no GPU is needed, and the figures repeat
//! exactly. `./x gpu` prints them.

use std::ffi::OsString;
use std::io::Write;
use std::time::Duration;
use std::{env, fs};

use anyhow::{Context, Result, ensure};
use gpu::build::kernels;
use gpu::costs::{self, Costs, Kernel};
use gpu::{report, workloads};
use gpu_measure::manifest::Style;
use testsuite::{Tally, scratch};
use testsuite_support::firmware::Compiler;
use testsuite_support::{Layout, cargo, process};

/// What each kernel with coroutines may take by the plugin: registers, and bytes of local memory. A change
/// that makes one larger has to say why.
const LIMITS: [(&str, u64, u64); 17] = [
    ("blocks", 21, 40),
    ("chain", 13, 0),
    ("chase", 28, 0),
    ("embassy", 40, 136),
    ("exchange", 32, 0),
    ("generator", 12, 0),
    ("join_4_embassy", 37, 0),
    ("join_4_futures", 39, 0),
    ("join_8_embassy", 66, 0),
    ("pipeline", 32, 0),
    ("probe", 40, 0),
    ("search", 36, 0),
    ("select", 18, 0),
    ("select_futures", 18, 0),
    ("simple", 10, 0),
    ("traits", 14, 0),
    ("workflow", 15, 0),
];

/// How many times stock's registers those with coroutines may take, in geometric mean: all of them, and those
/// whose threads share no memory and have no executor.
const REGISTERS: [f64; 2] = [0.667, 0.617];

/// These may take more registers than stock: the loop of one has no state left, and the assembler unrolls it; the
/// other has in registers what stock has in local memory.
const LARGER: [&str; 2] = ["generator", "join_4_futures"];

/// A crate from scratch takes seconds.
const LIMIT: Duration = Duration::from_secs(300);

#[test]
fn no_more_than_stock() -> Result<()> {
    let layout = Layout::from_env()?;
    let kernels = costs::all(&layout)?;
    let table = report::table(&kernels);
    writeln!(std::io::stdout(), "\n{table}")?;
    let named = |name| {
        let kernel = kernels.iter().find(|kernel| kernel.name == name);
        kernel.with_context(|| format!("there is no kernel {name}"))
    };
    let mut tally = Tally::new("gpu");
    for (name, registers, local) in LIMITS {
        tally.add(name, named(name).and_then(|kernel| check(kernel, registers, local)));
    }
    // All others are without coroutines, and have to be the same by both compilers.
    for kernel in &kernels {
        let Kernel { name, stock, plugin } = kernel;
        let same = || {
            let style = workloads::style(name).context("it is in no workload")?;
            ensure!(style != Style::Coroutines, "it has no limit");
            ensure!(stock == plugin, "{plugin:?}, stock {stock:?}");
            Ok(())
        };
        if LIMITS.iter().all(|(limited, ..)| limited != name) {
            tally.add(name, same());
        }
    }
    let ratios = [
        report::registers_ratio(&kernels, |_| true),
        report::registers_ratio(&kernels, workloads::is_alone),
    ];
    let check = || {
        let within = ratios.iter().zip(REGISTERS).all(|(ratio, limit)| *ratio <= limit);
        ensure!(within, "{ratios:.3?} times stock's, not {REGISTERS:?}");
        Ok(())
    };
    tally.add("registers of all", check());
    let page = fs::read_to_string(layout.root.join("docs/gpu.md"))?;
    let documented = || {
        ensure!(page.contains(&table), "docs/gpu.md has another table than `./x gpu` prints");
        Ok(())
    };
    tally.add("the table of docs/gpu.md", documented());
    tally.finish()
}

fn check(kernel: &Kernel, registers: u64, local: u64) -> Result<()> {
    let Kernel { stock, plugin, .. } = kernel;
    let Costs { registers: taken, local: used, spills, instructions } = *plugin;
    ensure!(taken <= registers && used <= local, "{plugin:?}, not {registers} and {local}");
    ensure!(used <= stock.local && spills <= stock.spills, "{plugin:?}, stock {stock:?}");
    ensure!(instructions <= stock.instructions, "{plugin:?}, stock {stock:?}");
    // Registers are dealt out in units.
    ensure!(plugin.warps() >= stock.warps(), "{plugin:?}, stock {stock:?}");
    let larger = LARGER.contains(&kernel.name.as_str());
    ensure!(taken <= stock.registers || larger, "{plugin:?}, stock {stock:?}");
    Ok(())
}

/// Object files here are bitcode, which no link compares: the notes for it would be data of the kernels.
#[test]
fn nothing_is_left_of_the_plugin() -> Result<()> {
    let ptx = kernels(&Layout::from_env()?, Compiler::Plugin)?;
    ensure!(ptx.text.contains(".visible .entry chain("), "{} is no PTX", ptx.path.display());
    ensure!(!ptx.text.contains("llvmcoro"), "{} has something of it", ptx.path.display());
    Ok(())
}

/// LLVM drops the order of a read-modify-write; fences have to stand for it.
#[test]
fn a_barrier_keeps_its_orders() -> Result<()> {
    let ptx = kernels(&Layout::from_env()?, Compiler::Plugin)?;
    let kernel = ptx.text.split_once(".entry exchange(").context("there is a barrier")?.1;
    let kernel = kernel.split_once("\n}\n").context("it ends")?.0;
    let (before, after) = kernel.split_once("atom.").context("threads arrive")?;
    ensure!(before.contains("fence.acq_rel.sys;"), "nothing is released:\n{kernel}");
    for instruction in ["fence.acq_rel.sys;", "st.release.sys.b32", "ld.acquire.sys.b32"] {
        ensure!(after.contains(instruction), "no {instruction}:\n{kernel}");
    }
    Ok(())
}

/// What docs/gpu.md tells a newcomer, word for word.
#[test]
fn the_documented_commands() -> Result<()> {
    let layout = Layout::from_env()?;
    let page = fs::read_to_string(layout.root.join("docs/gpu.md"))?;
    let part = page.split_once("<!-- a kernel: begin -->").context("the page has the commands")?.1;
    let commands = part.split_once("```sh\n").context("they begin")?.1;
    let commands = commands.split_once("```\n").context("they end")?.0;
    let folder = scratch(&layout, "gpu/newcomer")?;
    let mut path = OsString::from(layout.dist.join("bin"));
    path.push(":/usr/bin:");
    path.push(env::var_os("PATH").unwrap_or_default());
    let mut shell = cargo::clean("bash");
    shell.args(["-e", "-c", commands]).current_dir(&folder).env("PATH", path);
    let output = process::run(&mut shell, LIMIT)?;
    ensure!(output.status.success(), "{}{}", output.stdout, output.stderr);
    ensure!(output.stdout.contains(".visible .entry double("), "{}", output.stdout);
    Ok(())
}
