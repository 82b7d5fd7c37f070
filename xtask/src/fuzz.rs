//! `./x fuzz`: random programs, compiled by stock rustc and by the plugin, and compared.
//!
//! The work is that of the package `fuzz`; this sets up, builds it, and hands the options over.

use anyhow::{Context, Result, ensure};

use crate::ctx::Ctx;
use crate::setup;

/// Sets up, then runs the fuzzer. An error if the compilers differ.
pub fn run(ctx: &Ctx, options: &[&str]) -> Result<()> {
    setup::run(ctx)?;
    let status = ctx
        .tools
        .cargo()
        .current_dir(&ctx.root)
        .args(["run", "--quiet", "--release", "--package", "fuzz", "--"])
        .args(options)
        .env("CARGO_TARGET_DIR", ctx.build.join("testsuite/target"))
        .env("LLVMCORO_ROOT", &ctx.root)
        .env("LLVMCORO_BUILD", &ctx.build)
        .env("LLVMCORO_DIST", &ctx.dist)
        .status()
        .context("cargo could not be started")?;
    ensure!(status.success(), "the fuzzer ended with {status}");
    Ok(())
}
