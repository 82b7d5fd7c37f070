//! Commands that are implemented by a package of the workspace: builds it and passes the options
//! on.

use std::ffi::OsString;

use anyhow::{Context, Result, ensure};

use crate::ctx::Ctx;

/// Builds and runs the program of `package`. Fails if the program fails.
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
