//! A sysroot that has core, alloc and compiler_builtins for the bare targets, and the host's std.
//!
//! It is made with those of the boards. The demonstration needs no others, so these come in a step of
//! their own.
//!
//! They are compiled by stock rustc: the plugin treats a coroutine that comes from a stock-compiled
//! crate the stock way.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

use super::bitcode_linker;
use crate::ctx::Ctx;
use crate::digest::Input;
use crate::step::{Run, Step};
use crate::{fsx, pins};

/// The name of the step that makes it, for the host and the boards.
pub const BOARDS: &str = "board sysroots";
/// The name of the step that adds the other targets.
pub const MORE: &str = "more target sysroots";

/// The crates that a `no_std` program links.
const CRATES: &[&str] = &["core", "alloc", "compiler_builtins"];

/// The sysroot for the host and all bare targets, for the plugin and for stock rustc alike.
pub fn sysroot(ctx: &Ctx) -> PathBuf {
    ctx.dist.join("sysroot")
}

const ADVICE: &str = "if cargo could not download a crate, check the network and run the same command \
                      again; if it misses the library's sources, install rust-web-src again";

/// The step that makes it, for the host and the boards.
pub fn boards_step(ctx: &Ctx) -> Step<'_> {
    Step {
        name: BOARDS,
        after: vec![],
        inputs: inputs(ctx, pins::BOARD_TARGETS),
        outputs: vec![sysroot(ctx)],
        advice: ADVICE,
        action: Box::new(move |run| make_sysroot(ctx, run)),
    }
}

/// The step that adds the other targets.
pub fn more_step(ctx: &Ctx) -> Step<'_> {
    let outputs = pins::MORE_TARGETS.iter().map(|target| rustlib(&sysroot(ctx)).join(target));
    Step {
        name: MORE,
        after: vec![BOARDS],
        inputs: inputs(ctx, pins::MORE_TARGETS),
        outputs: outputs.collect(),
        advice: ADVICE,
        action: Box::new(move |run| add_targets(ctx, run)),
    }
}

fn inputs(ctx: &Ctx, targets: &[&str]) -> Vec<Input> {
    vec![
        ctx.tools.rustc_input(),
        Input::text(targets.join(" ")),
        Input::text(include_str!("target_sysroots.rs")),
    ]
}

fn rustlib(sysroot: &Path) -> PathBuf {
    sysroot.join("lib/rustlib")
}

/// Compiles the crates for `targets` into the folder that it returns.
fn compile(ctx: &Ctx, run: &Run<'_>, targets: &[&str]) -> Result<PathBuf> {
    let package = run.scratch.join("package");
    fsx::create_dir(&package.join("src"))?;
    fsx::write(
        &package.join("Cargo.toml"),
        "[package]\nname = \"empty\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
         [profile.release]\npanic = \"abort\"\n\n[workspace]\n",
    )?;
    fsx::write(&package.join("src/lib.rs"), "#![no_std]\n")?;
    let target_dir = run.scratch.join("target");
    let mut cargo = ctx.tools.cargo();
    cargo
        .current_dir(&package)
        .args(["build", "--release", "-Zbuild-std=core,alloc"])
        .env("RUSTC_BOOTSTRAP", "1")
        // Programs with `lto` need bitcode of every crate, which cargo leaves out of the crates of a
        // profile without it.
        .env("CARGO_ENCODED_RUSTFLAGS", "-Cembed-bitcode=yes")
        .env("CARGO_TARGET_DIR", &target_dir);
    for target in targets {
        cargo.args(["--target", target]);
    }
    run.log.run(&mut cargo)?;
    Ok(target_dir)
}

fn make_sysroot(ctx: &Ctx, run: &Run<'_>) -> Result<()> {
    let compiled = compile(ctx, run, pins::BOARD_TARGETS)?;
    let new = run.scratch.join("sysroot");
    fsx::empty_dir(&new)?;
    let rustlib = rustlib(&new);
    fsx::create_dir(&rustlib)?;
    let installed = Path::new("/usr/lib/rustlib");
    for part in ["etc", "src"] {
        fsx::symlink(&installed.join(part), &rustlib.join(part))?;
    }
    let host = rustlib.join(pins::HOST);
    fsx::create_dir(&host.join("bin"))?;
    fsx::symlink(&installed.join(pins::HOST).join("lib"), &host.join("lib"))?;
    // The bare targets' default linker, which Debian's rustc does not bring along.
    fsx::symlink(&ctx.tools.llvm_bin.join("lld"), &host.join("bin/rust-lld"))?;
    // The linker for GPUs, and what it finds because rustc puts this folder first on its PATH.
    let linkers = host.join("bin/self-contained");
    fsx::create_dir(&linkers)?;
    fsx::symlink(&bitcode_linker::program(ctx), &linkers.join(bitcode_linker::PROGRAM))?;
    for tool in bitcode_linker::TOOLS {
        fsx::symlink(&ctx.tools.llvm_bin.join(tool), &linkers.join(tool))?;
    }
    // rustdoc looks for the compiler of documentation tests below the sysroot.
    fsx::create_dir(&new.join("bin"))?;
    fsx::symlink(&ctx.tools.rustc, &new.join("bin/rustc"))?;
    for target in pins::BOARD_TARGETS {
        take_crates(&compiled.join(target), &rustlib.join(target))?;
    }
    fsx::publish(&new, &sysroot(ctx))
}

fn add_targets(ctx: &Ctx, run: &Run<'_>) -> Result<()> {
    let compiled = compile(ctx, run, pins::MORE_TARGETS)?;
    for target in pins::MORE_TARGETS {
        let new = run.scratch.join("libraries").join(target);
        fsx::empty_dir(&new)?;
        take_crates(&compiled.join(target), &new)?;
        fsx::publish(&new, &rustlib(&sysroot(ctx)).join(target))?;
    }
    Ok(())
}

/// Copies the one `lib<crate>-<hash>.rlib` of each crate from where cargo has `compiled` a target into
/// the target's `folder` of a sysroot.
fn take_crates(compiled: &Path, folder: &Path) -> Result<()> {
    let (deps, lib) = (compiled.join("release/deps"), folder.join("lib"));
    fsx::create_dir(&lib)?;
    let files = fsx::list(&deps)?;
    for name in CRATES {
        let prefix = format!("lib{name}-");
        let found: Vec<_> = files
            .iter()
            .filter(|path| {
                let file = path.file_name().and_then(|file| file.to_str()).unwrap_or_default();
                file.starts_with(&prefix) && file.ends_with(".rlib")
            })
            .collect();
        ensure!(found.len() == 1, "{} has {} files {prefix}*.rlib", deps.display(), found.len());
        let file = found[0].file_name().context("a listed entry has a name")?;
        std::fs::copy(found[0], lib.join(file))
            .with_context(|| format!("copying {}", found[0].display()))?;
    }
    Ok(())
}
