//! The plugin itself: `dist/lib/librustc_codegen_llvmcoro.so`.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::{compiler_tool, llvm_passes, rustc_private, target_sysroots, wrappers};
use crate::ctx::Ctx;
use crate::digest::Input;
use crate::step::{Run, Step};
use crate::{cmd, fsx, pins};

/// The name of the step.
pub const NAME: &str = "backend";

/// The plugin's file name.
const FILE: &str = "librustc_codegen_llvmcoro.so";

/// The plugin, to be named with `-Zcodegen-backend`.
pub fn plugin(ctx: &Ctx) -> PathBuf {
    ctx.dist.join("lib").join(FILE)
}

/// The compiler that the plugin is for, in the form that the wrappers compare.
fn compiler_record(ctx: &Ctx) -> PathBuf {
    ctx.dist.join("lib/compiler.txt")
}

/// The variables that its build script and those of its dependencies read.
pub fn variables(ctx: &Ctx) -> [(&'static str, PathBuf); 2] {
    [
        ("LLVM_SYS_221_PREFIX", ctx.tools.llvm_prefix.clone()),
        ("LLVMCORO_PASSES_DIR", llvm_passes::dir(ctx)),
    ]
}

/// The step that builds the plugin and loads it once.
pub fn step(ctx: &Ctx) -> Step<'_> {
    let source = ctx.root.join("codegen-llvmcoro");
    Step {
        name: NAME,
        after: vec![rustc_private::NAME, llvm_passes::NAME, target_sysroots::NAME, wrappers::NAME],
        inputs: vec![
            Input::text(include_str!("backend.rs")),
            Input::File(source.join("Cargo.toml")),
            Input::File(source.join("Cargo.lock")),
            Input::File(source.join("build.rs")),
            Input::Tree(source.join("src")),
        ],
        outputs: vec![plugin(ctx), compiler_record(ctx)],
        advice: "see the compiler's message about codegen-llvmcoro; if it could not download a \
                 crate, check the network and run the same command again",
        action: Box::new(move |run| build(ctx, run)),
    }
}

fn build(ctx: &Ctx, run: &Run<'_>) -> Result<()> {
    let target = ctx.build.join("backend");
    let mut cargo = compiler_tool::cargo(ctx, &ctx.root.join("codegen-llvmcoro"), &target)?;
    cargo.envs(variables(ctx));
    run.log.run(&mut cargo)?;

    let built = target.join(pins::HOST).join("release").join(FILE);
    load_once(ctx, run, &built)?;
    fsx::install(&built, &plugin(ctx))?;
    let record = run.scratch.join("compiler.txt");
    fsx::write(&record, describe_compiler(ctx)?)?;
    fsx::publish(&record, &compiler_record(ctx))
}

/// `rustc -vV` and the driver's path and size: the wrappers refuse to start the plugin in another
/// compiler, where it would fail with a symbol error.
fn describe_compiler(ctx: &Ctx) -> Result<String> {
    let driver = &ctx.tools.driver;
    let size = std::fs::metadata(driver)
        .with_context(|| format!("reading the size of {}", driver.display()))?
        .len();
    Ok(format!("{}driver: {size} {}\n", ctx.tools.verbose_version, driver.display()))
}

/// Compiles an empty crate with the plugin: every symbol that it imports must be there.
fn load_once(ctx: &Ctx, run: &Run<'_>, plugin: &Path) -> Result<()> {
    let source = run.scratch.join("empty.rs");
    fsx::write(&source, "#![no_std]\n")?;
    let mut backend = OsString::from("-Zcodegen-backend=");
    backend.push(plugin);
    let mut rustc = cmd::clean(&ctx.tools.rustc);
    rustc
        .env("RUSTC_BOOTSTRAP", "1")
        .args(["--crate-type=lib", "--emit=obj", "-o"])
        .arg(run.scratch.join("empty.o"))
        .arg(backend)
        .arg(&source);
    run.log.run(&mut rustc).context("the plugin does not load into rustc")
}
