//! Commands whose work is that of a package of the workspace: these build it and hand the options
//! over.

use std::ffi::OsString;

use anyhow::{Context, Result, ensure};

use crate::ctx::Ctx;

/// Builds and runs the program of `package`. An error if it fails.
pub fn run(ctx: &Ctx, package: &str, options: &[OsString]) -> Result<()> {
    let status = ctx
        .tools
        .cargo()
        .args(["run", "--quiet", "--release", "--package", package, "--manifest-path"])
        .arg(ctx.root.join("Cargo.toml"))
        .arg("--")
        .args(options)
        .env("CARGO_TARGET_DIR", ctx.build.join("testsuite/target"))
        .env("LLVMCORO_ROOT", &ctx.root)
        .env("LLVMCORO_BUILD", &ctx.build)
        .env("LLVMCORO_DIST", &ctx.dist)
        .status()
        .context("cargo could not be started")?;
    ensure!(status.success(), "{package} ended with {status}");
    Ok(())
}
