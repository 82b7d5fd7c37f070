//! Runs a prepared folder on this machine's GPU.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, ensure};
use gpu_measure::manifest::Manifest;

use crate::prepare::LAUNCHER;

/// CUDA's driver.
const DRIVER: &str = "libcuda.so.1";

/// Whether this machine has CUDA's driver, and so perhaps a GPU; the launcher sees whether it has.
pub fn has_driver() -> bool {
    // SAFETY: loading the driver runs its initializers, which it is made for.
    unsafe { libloading::os::unix::Library::new(DRIVER) }.is_ok()
}

/// Runs the folder's launcher, which prints what it measured, or that there is no GPU.
///
/// # Errors
/// If the folder was not prepared, or something failed on the GPU.
pub fn folder(folder: &Path, json: bool) -> Result<()> {
    Manifest::load(folder)?;
    let mut launcher = Command::new(folder.join(LAUNCHER).canonicalize()?);
    if json {
        launcher.arg("--json");
    }
    let status = launcher.status().with_context(|| format!("{launcher:?} did not start"))?;
    ensure!(status.success(), "{LAUNCHER} ended with {status}");
    Ok(())
}
