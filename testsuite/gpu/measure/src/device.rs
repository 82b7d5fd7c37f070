//! What runs kernels.

use std::path::Path;

use anyhow::Result;

use crate::manifest::{Compiler, Launch, Module, Workload};

/// A GPU, or what stands in for one in tests.
pub trait Device {
    /// Its name, for people.
    fn name(&self) -> String;

    /// Loads a compiler's kernels from the prepared folder.
    ///
    /// # Errors
    /// If the device refuses them.
    fn load(&mut self, folder: &Path, compiler: Compiler, module: &Module) -> Result<()>;

    /// Makes `words` the input of the workload's launches that follow, and room for their output, all zero.
    ///
    /// # Errors
    /// If there is no memory for it.
    fn set_up(&mut self, workload: &Workload, launch: &Launch, words: &[u32]) -> Result<()>;

    /// Runs a kernel of that workload in that way and waits for its end; the milliseconds that it took.
    ///
    /// # Errors
    /// If there is no such kernel, or it fails.
    fn run(&mut self, compiler: Compiler, kernel: &str) -> Result<f64>;

    /// The output as the last launch left it; then it is all zero again.
    ///
    /// # Errors
    /// If it cannot be copied.
    fn take_output(&mut self) -> Result<Vec<u32>>;
}
