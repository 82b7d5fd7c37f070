//! A GPU by CUDA's driver. This file is all that talks to it.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, Result, bail};
use cudarc::driver::sys::CUevent_flags;
use cudarc::driver::{
    CudaContext, CudaModule, CudaSlice, CudaStream, DriverError, LaunchConfig, PushKernelArg,
    result, sys,
};
use cudarc::nvrtc::Ptx;
use gpu_measure::device::Device;
use gpu_measure::manifest::{Compiler, Launch, Module, Workload};

/// The first GPU of this machine.
#[derive(Debug)]
pub struct Gpu {
    name: String,
    /// As compilers call it.
    cpu: String,
    context: Arc<CudaContext>,
    stream: Arc<CudaStream>,
    modules: BTreeMap<Compiler, Arc<CudaModule>>,
    set_up: Option<SetUp>,
}

/// What kernels are run with.
#[derive(Debug)]
struct SetUp {
    launch: Launch,
    shared_bytes: u32,
    input: CudaSlice<u32>,
    output: CudaSlice<u32>,
}

/// Why there is no GPU here, if there is none.
///
/// # Errors
/// If the driver does not work.
pub fn missing() -> Result<Option<String>> {
    // SAFETY: loading the driver's library runs its initializers, which it is made for.
    if !unsafe { sys::is_culib_present() } {
        return Ok(Some("this machine has no CUDA driver (libcuda)".to_owned()));
    }
    match result::init().and_then(|()| CudaContext::device_count()) {
        Ok(1..) => Ok(None),
        Ok(_) | Err(DriverError(sys::CUresult::CUDA_ERROR_NO_DEVICE)) => {
            Ok(Some("the CUDA driver has no GPU".to_owned()))
        }
        Err(error) => Err(error).context("CUDA's driver does not start"),
    }
}

impl Gpu {
    /// Opens the first GPU.
    ///
    /// # Errors
    /// If there is none, or the driver refuses it.
    pub fn open() -> Result<Self> {
        if let Some(why) = missing()? {
            bail!(why);
        }
        let context = CudaContext::new(0)?;
        let (major, minor) = context.compute_capability()?;
        Ok(Gpu {
            name: context.name()?,
            cpu: format!("sm_{major}{minor}"),
            stream: context.default_stream(),
            context,
            modules: BTreeMap::new(),
            set_up: None,
        })
    }
}

impl Device for Gpu {
    fn name(&self) -> String {
        format!("{} ({})", self.name, self.cpu)
    }

    fn load(&mut self, folder: &Path, compiler: Compiler, module: &Module) -> Result<()> {
        let file = if module.cpu == self.cpu { &module.cubin } else { &module.ptx };
        let loaded = self.context.load_module(Ptx::from_file(folder.join(file)));
        let loaded = loaded.with_context(|| format!("the driver does not load {file}"))?;
        self.modules.insert(compiler, loaded);
        Ok(())
    }

    fn set_up(&mut self, workload: &Workload, launch: &Launch, words: &[u32]) -> Result<()> {
        // First the memory of the last one is freed.
        self.set_up = None;
        self.set_up = Some(SetUp {
            launch: *launch,
            shared_bytes: workload.shared_bytes,
            input: self.stream.clone_htod(words)?,
            output: self.stream.alloc_zeros(workload.output(launch))?,
        });
        Ok(())
    }

    fn run(&mut self, compiler: Compiler, kernel: &str) -> Result<f64> {
        let module = self.modules.get(&compiler).context("the module is not loaded")?;
        let function = module.load_function(kernel).with_context(|| format!("no {kernel}"))?;
        let SetUp { launch, shared_bytes, input, output } =
            self.set_up.as_mut().context("there is no input")?;
        let count = u32::try_from(input.len())?;
        let config = LaunchConfig {
            grid_dim: (launch.threads / launch.block, 1, 1),
            block_dim: (launch.block, 1, 1),
            shared_mem_bytes: *shared_bytes,
        };
        let mut arguments = self.stream.launch_builder(&function);
        arguments.arg(&*input).arg(&count).arg(output).arg(&launch.threads);
        arguments.record_kernel_launch(CUevent_flags::CU_EVENT_DEFAULT);
        // SAFETY: these are the arguments that each kernel declares: the input and its length, the output,
        // which has the words of that many threads, and their number; and the memory that its threads share.
        let events = unsafe { arguments.launch(config) }?;
        let (start, end) = events.context("no events were recorded")?;
        Ok(f64::from(start.elapsed_ms(&end)?))
    }

    fn take_output(&mut self) -> Result<Vec<u32>> {
        let SetUp { output, .. } = self.set_up.as_mut().context("there is no output")?;
        let words = self.stream.clone_dtoh(output)?;
        self.stream.memset_zeros(output)?;
        Ok(words)
    }
}
