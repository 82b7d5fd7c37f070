//! Makes a folder that has all that a machine with a GPU needs.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};
use gpu_measure::input::Input;
use gpu_measure::manifest::{self, Manifest, Workload};
use testsuite_support::firmware::Compiler;
use testsuite_support::{Layout, cargo, process};

use crate::host::Host;
use crate::{build, ptxas, workloads};

/// The program that runs the kernels of the folder that it is in.
pub const LAUNCHER: &str = "launch";

/// A build from scratch takes a quarter of a minute.
const LIMIT: Duration = Duration::from_secs(600);

/// Makes the folder: the launcher, the kernels by both compilers, what they read, and the host's results.
///
/// # Errors
/// If something cannot be built or written, or if kernels of one workload compute different things.
pub fn folder(layout: &Layout, folder: &Path) -> Result<()> {
    fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
    let copy = |from: &Path, name: &str| -> Result<()> {
        fs::copy(from, folder.join(name)).with_context(|| from.display().to_string())?;
        Ok(())
    };
    let mut modules = BTreeMap::new();
    for (compiler, name) in [
        (Compiler::Stock, manifest::Compiler::Stock),
        (Compiler::Plugin, manifest::Compiler::Plugin),
    ] {
        let ptx = build::kernels(layout, compiler)?.path;
        ptxas::assemble(layout, &ptx)?;
        let module = manifest::Module {
            cubin: format!("{name}.cubin"),
            ptx: format!("{name}.ptx"),
            cpu: build::CPU.to_owned(),
        };
        copy(&ptx, &module.ptx)?;
        copy(&ptx.with_extension("cubin"), &module.cubin)?;
        modules.insert(name, module);
    }
    copy(&launcher(layout)?, LAUNCHER)?;
    let workloads = workloads::all();
    let host = Host::load(&build::for_host(layout, Compiler::Stock)?)?;
    expected(&host, folder, &workloads)?;
    Manifest { modules, workloads }.save(folder)
}

/// Computes the results on the host and writes them into the folder.
///
/// # Errors
/// If they cannot be written, or if kernels of one workload compute different things.
pub fn expected(host: &Host, folder: &Path, workloads: &[Workload]) -> Result<()> {
    let mut made: Option<(Input, Vec<u32>)> = None;
    for workload in workloads {
        // Workloads with the same input stand together.
        let words = match made.take() {
            Some((input, words)) if input == workload.input => words,
            _ => workload.input.make(),
        };
        for launch in &workload.launches {
            let results = workload
                .kernels
                .iter()
                .map(|kernel| host.run(workload, &kernel.name, &words, launch))
                .collect::<Result<Vec<_>>>()?;
            let first = results.first().context("a workload without kernels")?;
            let other = workload.kernels.iter().zip(&results).find(|(_, result)| *result != first);
            if let Some((kernel, _)) = other {
                bail!("{} computes something else than {}", kernel.name, workload.kernels[0].name);
            }
            workload.save_expected(folder, launch, first)?;
        }
        made = Some((workload.input, words));
    }
    Ok(())
}

/// Builds the launcher by stock rustc; its path.
fn launcher(layout: &Layout) -> Result<PathBuf> {
    let folder = layout.build.join("testsuite/target");
    let mut command = cargo::clean(&layout.cargo);
    command
        .args(["build", "--release", "--locked", "--package", "gpu-launcher"])
        .current_dir(&layout.root)
        .env("RUSTC", &layout.rustc)
        .env("CARGO_TARGET_DIR", &folder);
    run(&mut command)?;
    Ok(folder.join("release").join(LAUNCHER))
}

fn run(command: &mut Command) -> Result<()> {
    let output = process::run(command, LIMIT)?;
    ensure!(output.status.success(), "the launcher failed:\n{}", output.stderr);
    Ok(())
}
