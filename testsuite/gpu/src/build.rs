//! Compiles the kernels.

use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use testsuite_support::firmware::Compiler;
use testsuite_support::{Layout, process};

/// rustc's name of the target.
const TRIPLE: &str = "nvptx64-nvidia-cuda";

/// The GPU that the kernels are for: Hopper.
pub const CPU: &str = "sm_90";

/// A build from scratch takes half a minute on two cores.
const LIMIT: Duration = Duration::from_secs(900);

/// PTX, the assembly that is not for one GPU alone.
#[derive(Clone, Debug)]
pub struct Ptx {
    /// Its file.
    pub path: PathBuf,
    /// Its text.
    pub text: String,
}

/// Compiles the kernels in `kernels/`, with all that they use.
///
/// # Errors
/// If they do not compile; by the plugin, also if a coroutine is not lowered.
pub fn kernels(layout: &Layout, compiler: Compiler) -> Result<Ptx> {
    let mut flags = compiler.flags(layout, TRIPLE)?;
    flags.push(format!("-Ctarget-cpu={CPU}"));
    if compiler == Compiler::Plugin {
        flags.push("-Cllvm-args=-llvmcoro-deny-fallback".to_owned());
    }
    let folder = layout.build.join("gpu").join(compiler.to_string());
    let mut command = compiler.cargo(layout, "kernels");
    command
        .args(["build", "--release", "--locked", "--target", TRIPLE, "--manifest-path"])
        .arg(layout.root.join("testsuite/gpu/kernels/Cargo.toml"))
        .arg("--target-dir")
        .arg(&folder)
        .env("CARGO_ENCODED_RUSTFLAGS", flags.join("\x1f"));
    let output = process::run(&mut command, LIMIT)?;
    ensure!(output.status.success(), "{compiler}: the kernels failed:\n{}", output.stderr);
    let path = folder.join(TRIPLE).join("release/kernels.ptx");
    let text = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
    Ok(Ptx { path, text })
}
