//! What the kernels compute: each by both compilers for the host, through all that measures them on a GPU
//! except for the driver. `./x gpu --run` does the same on a GPU, with more threads.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use std::{fs, thread};

use anyhow::{Context, Result, ensure};
use gpu::host::Host;
use gpu::{build, prepare, workloads};
use gpu_measure::device::Device;
use gpu_measure::manifest::{Compiler, Launch, Manifest, Module, Workload};
use gpu_measure::measure::{self, Limits};
use gpu_measure::report::Run;
use testsuite::scratch;
use testsuite_support::{Layout, firmware};

/// The measured kernels: those with coroutines by both compilers.
const MEASURED: usize = 65;

/// The kernels run twice: for their results, and for a time.
const LIMITS: Limits = Limits { rounds: 1, time: Duration::ZERO };

/// Threads of the host, which stand in for those of a GPU.
struct Threads {
    libraries: BTreeMap<Compiler, Host>,
    set_up: Option<(Workload, Launch, Vec<u32>)>,
    output: Vec<u32>,
}

impl Device for Threads {
    fn name(&self) -> String {
        "threads of the host".to_owned()
    }

    fn load(&mut self, folder: &Path, compiler: Compiler, module: &Module) -> Result<()> {
        self.libraries.insert(compiler, Host::load(&folder.join(&module.cubin))?);
        Ok(())
    }

    fn set_up(&mut self, workload: &Workload, launch: &Launch, words: &[u32]) -> Result<()> {
        self.set_up = Some((workload.clone(), *launch, words.to_vec()));
        Ok(())
    }

    fn run(&mut self, compiler: Compiler, kernel: &str) -> Result<f64> {
        let (workload, launch, words) = self.set_up.as_ref().context("nothing is set up")?;
        let start = Instant::now();
        self.output = self.libraries[&compiler].run(workload, kernel, words, launch)?;
        Ok(start.elapsed().as_secs_f64() * 1000.0)
    }

    fn take_output(&mut self) -> Result<Vec<u32>> {
        Ok(std::mem::take(&mut self.output))
    }
}

/// A prepared folder whose modules are the libraries for the host, with fewer threads and words.
fn prepared(layout: &Layout, name: &str) -> Result<(PathBuf, Manifest)> {
    let folder = scratch(layout, name)?;
    let mut workloads = workloads::all();
    for workload in &mut workloads {
        workload.input.words = workload.input.words.min(1 << 16);
        for launch in &mut workload.launches {
            let blocks = launch.threads / launch.block;
            *launch = Launch { threads: blocks.div_ceil(1056) * launch.block, ..*launch };
        }
    }
    let mut modules = BTreeMap::new();
    // Most of a build runs on one processor.
    let (stock, plugin) = thread::scope(|scope| {
        let stock = scope.spawn(|| build::for_host(layout, firmware::Compiler::Stock));
        let plugin = build::for_host(layout, firmware::Compiler::Plugin);
        (stock.join().expect("it does not panic"), plugin)
    });
    for (library, compiler) in [(stock?, Compiler::Stock), (plugin?, Compiler::Plugin)] {
        let file = format!("{compiler}.so");
        fs::copy(library, folder.join(&file))?;
        modules.insert(compiler, Module { cubin: file, ptx: String::new(), cpu: String::new() });
    }
    prepare::expected(&Host::load(&folder.join("stock.so"))?, &folder, &workloads)?;
    let manifest = Manifest { modules, workloads };
    manifest.save(&folder)?;
    ensure!(Manifest::load(&folder)? == manifest, "the manifest is read as something else");
    Ok((folder, manifest))
}

fn run(folder: &Path, manifest: &Manifest) -> Result<Run> {
    let mut threads = Threads { libraries: BTreeMap::new(), set_up: None, output: Vec::new() };
    let mut run = Run { device: threads.name(), measured: Vec::new(), failed: Vec::new() };
    for workload in &manifest.workloads {
        let measured = measure::workload(&mut threads, folder, manifest, workload, LIMITS);
        match measured {
            Ok(measured) => run.measured.extend(measured),
            Err(error) => run.failed.push((workload.name.clone(), format!("{error:#}"))),
        }
    }
    Ok(run)
}

#[test]
fn the_same_by_both_compilers() -> Result<()> {
    let layout = Layout::from_env()?;
    let (folder, manifest) = prepared(&layout, "gpu_results/same")?;
    let right = run(&folder, &manifest)?;
    ensure!(right.is_right(), "{}", right.table());
    ensure!(right.measured.len() == MEASURED, "{} kernels", right.measured.len());

    // Another result of the first workload, and kernels of the second that nobody compiled.
    let (first, second) = (&manifest.workloads[0], &manifest.workloads[1]);
    let launch = &first.launches[0];
    let mut expected = first.expected(&folder, launch)?;
    expected[5] ^= 1;
    first.save_expected(&folder, launch, &expected)?;
    let mut broken = manifest.clone();
    broken.workloads.truncate(2);
    broken.workloads[1].kernels[0].name = "missing".to_owned();
    let wrong = run(&folder, &broken)?;
    let found: Vec<_> = wrong.measured.iter().filter(|kernel| kernel.wrong.is_some()).collect();
    ensure!(
        found.len() == 2 && found.iter().all(|kernel| kernel.workload == first.name),
        "{}",
        wrong.table()
    );
    ensure!(wrong.failed.len() == 1 && wrong.failed[0].0 == second.name, "{:?}", wrong.failed);
    Ok(())
}
