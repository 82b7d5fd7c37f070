//! Runs the kernels of a folder that `./x gpu --prepare` made: see `docs/gpu.md`. It needs nothing but
//! that folder and CUDA's driver.

mod cuda;

use std::env;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use clap::Parser;
use gpu_measure::device::Device as _;
use gpu_measure::manifest::Manifest;
use gpu_measure::measure::{self, Limits, Measured};
use gpu_measure::report::Run;
use testsuite_support::process;

use crate::cuda::Gpu;

/// How often kernels run: all of it is over within three minutes.
const LIMITS: Limits = Limits { rounds: 21, time: Duration::from_secs(2) };

/// For one workload, with the driver's start and the copy of its input.
const LIMIT: Duration = Duration::from_secs(30);

/// Run prepared kernels on a GPU, compare what they compute with the host's results, and time them
#[derive(Debug, Parser)]
struct Options {
    /// What `./x gpu --prepare` made [default: where this program is]
    folder: Option<PathBuf>,
    /// Print JSON
    #[arg(long)]
    json: bool,
    /// Run one workload in this process, and print what was measured as JSON
    #[arg(long, value_name = "NAME")]
    workload: Option<String>,
}

fn main() -> ExitCode {
    match run(&Options::parse()) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Whether nothing went wrong.
fn run(options: &Options) -> Result<bool> {
    let program = env::current_exe()?;
    let beside = || program.parent().context("the program is in no folder").map(Path::to_owned);
    let folder = options.folder.clone().map_or_else(beside, Ok)?;
    let manifest = Manifest::load(&folder)?;
    if let Some(name) = &options.workload {
        println!("{}", serde_json::to_string(&one(&folder, &manifest, name)?)?);
        return Ok(true);
    }
    if let Some(why) = cuda::missing()? {
        if options.json {
            println!("{}", serde_json::json!({ "left_out": why }));
        } else {
            println!("No kernel was run: {why}.");
        }
        return Ok(true);
    }
    let mut run = Run { device: Gpu::open()?.name(), measured: Vec::new(), failed: Vec::new() };
    for workload in &manifest.workloads {
        match in_a_process(&program, &folder, &workload.name) {
            Ok(measured) => run.measured.extend(measured),
            Err(error) => run.failed.push((workload.name.clone(), format!("{error:#}"))),
        }
    }
    if options.json {
        println!("{:#}", run.json());
    } else {
        print!("{}", run.table());
    }
    Ok(run.is_right())
}

fn one(folder: &Path, manifest: &Manifest, name: &str) -> Result<Vec<Measured>> {
    let workload = manifest.workload(name)?;
    measure::workload(&mut Gpu::open()?, folder, manifest, workload, LIMITS)
}

/// Runs a workload in a process of its own: after a kernel that fails, the driver runs no other one in
/// the same process, and one that never ends would hold up all others.
fn in_a_process(program: &Path, folder: &Path, name: &str) -> Result<Vec<Measured>> {
    let mut command = Command::new(program);
    command.arg(folder).args(["--workload", name]);
    let output = process::run(&mut command, LIMIT)?;
    ensure!(output.status.success(), "{}", output.stderr.trim_end());
    serde_json::from_str(&output.stdout).with_context(|| output.stdout.clone())
}
