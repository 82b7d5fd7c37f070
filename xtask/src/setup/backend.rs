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
/// The name of the step that builds the second plugin.
pub const MUTATED: &str = "backend with mutations";
/// What to do when either plugin cannot be built.
const ADVICE: &str = "see the compiler's message about codegen-llvmcoro; if it could not download a \
                      crate, check the network and run the same command again";
/// The plugin's file name.
const FILE: &str = "librustc_codegen_llvmcoro.so";
/// The name of the program that is rustc with the plugin.
const DRIVER: &str = "rustc-with-llvmcoro";

/// The plugin, to be named with `-Zcodegen-backend`.
pub fn plugin(ctx: &Ctx) -> PathBuf {
    ctx.dist.join("lib").join(FILE)
}

/// rustc with the plugin.
fn driver(ctx: &Ctx) -> PathBuf {
    ctx.dist.join("libexec").join(DRIVER)
}

/// The second plugin, which makes mistakes on purpose when it is told to.
fn mutated_plugin(ctx: &Ctx) -> PathBuf {
    ctx.build.join("mutated").join(FILE)
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
    Step {
        name: NAME,
        after: vec![
            rustc_private::NAME,
            llvm_passes::NAME,
            target_sysroots::BOARDS,
            wrappers::NAME,
        ],
        inputs: inputs(ctx),
        outputs: vec![plugin(ctx), driver(ctx), compiler_record(ctx)],
        advice: ADVICE,
        action: Box::new(move |run| build(ctx, run)),
    }
}

/// The step that builds the second plugin. It comes after the first: both use one target folder.
pub fn mutated_step(ctx: &Ctx) -> Step<'_> {
    Step {
        name: MUTATED,
        after: vec![NAME],
        inputs: inputs(ctx),
        outputs: vec![mutated_plugin(ctx)],
        advice: ADVICE,
        action: Box::new(move |run| {
            let built = compile(ctx, run, &["--lib", "--features=mutations"])?;
            fsx::install(&built.join(FILE), &mutated_plugin(ctx))
        }),
    }
}

fn inputs(ctx: &Ctx) -> Vec<Input> {
    let source = ctx.root.join("codegen-llvmcoro");
    vec![
        Input::text(include_str!("backend.rs")),
        Input::File(source.join("Cargo.toml")),
        Input::File(source.join("Cargo.lock")),
        Input::File(source.join("build.rs")),
        Input::File(source.join("cpp/mutation_option.cpp")),
        Input::Tree(source.join("driver")),
        Input::Tree(source.join("src")),
        Input::Tree(source.join("contract")),
    ]
}

/// Compiles the plugin; returns the folder that it is in.
fn compile(ctx: &Ctx, run: &Run<'_>, options: &[&str]) -> Result<PathBuf> {
    let target = ctx.build.join("backend");
    let mut cargo = compiler_tool::cargo(ctx, &ctx.root.join("codegen-llvmcoro"), &target)?;
    cargo.envs(variables(ctx)).args(options);
    run.log.run(&mut cargo)?;
    Ok(target.join(pins::HOST).join("release"))
}

fn build(ctx: &Ctx, run: &Run<'_>) -> Result<()> {
    let built = compile(ctx, run, &[])?;
    load_once(ctx, run, &built.join(FILE))?;
    fsx::install(&built.join(FILE), &plugin(ctx))?;
    fsx::install(&built.join(DRIVER), &driver(ctx))?;
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
