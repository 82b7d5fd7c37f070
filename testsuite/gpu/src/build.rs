//! Compiles the kernels.

use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use testsuite_support::firmware::Compiler;
use testsuite_support::{Layout, process};

/// rustc's name of the target.
const TRIPLE: &str = "nvptx64-nvidia-cuda";

/// This machine.
const HOST: &str = "x86_64-unknown-linux-gnu";

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

/// Compiles the kernels in `kernels/` for a GPU, with all that they use.
///
/// # Errors
/// If they do not compile; by the plugin, also if a coroutine is not lowered.
pub fn kernels(layout: &Layout, compiler: Compiler) -> Result<Ptx> {
    let mut flags = compiler.flags(layout, TRIPLE)?;
    flags.push(format!("-Ctarget-cpu={CPU}"));
    let path = cargo(layout, compiler, TRIPLE, flags)?.join("kernels.ptx");
    let text = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
    Ok(Ptx { path, text })
}

/// Compiles the same sources for the host; the shared library.
///
/// # Errors
/// As for [`kernels`].
pub fn for_host(layout: &Layout, compiler: Compiler) -> Result<PathBuf> {
    Ok(cargo(layout, compiler, HOST, Vec::new())?.join("libkernels.so"))
}

/// Builds them; the folder that has the result.
fn cargo(
    layout: &Layout,
    compiler: Compiler,
    triple: &str,
    mut flags: Vec<String>,
) -> Result<PathBuf> {
    if compiler == Compiler::Plugin {
        flags.push("-Cllvm-args=-llvmcoro-deny-fallback".to_owned());
    }
    let folder = layout.build.join("gpu").join(compiler.to_string());
    compiler.clear(layout, &folder)?;
    let mut command = compiler.cargo(layout, "kernels,runtime_gpu");
    command
        .args(["build", "--release", "--locked", "--target", triple, "--manifest-path"])
        .arg(layout.root.join("testsuite/gpu/kernels/Cargo.toml"))
        .arg("--target-dir")
        .arg(&folder)
        .env("CARGO_ENCODED_RUSTFLAGS", flags.join("\x1f"));
    if triple == HOST {
        // It takes half of the time, and nobody measures these.
        command.env("CARGO_PROFILE_RELEASE_LTO", "off");
    }
    let output = process::run(&mut command, LIMIT)?;
    ensure!(output.status.success(), "{compiler}: the kernels failed:\n{}", output.stderr);
    Ok(folder.join(triple).join("release"))
}
