//! The standard library's own crates, compiled by the plugin.

use std::fs;
use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use testsuite::kept_stages;
use testsuite_support::firmware::{Build, Compiler, Target};
use testsuite_support::transcript::Transcript;
use testsuite_support::{Layout, cargo, process, qemu};

/// Core alone takes half a minute.
const LIMIT: Duration = Duration::from_secs(900);

/// The program that runs on what was built.
const PACKAGE: &str = "lowering";
const PROGRAM: &str = "shapes";

/// Coroutines with names of their own in the program's package.
const LOWERED_AT_LEAST: usize = 40;

fn output_of(program: &Path) -> Result<Transcript> {
    Transcript::parse(&qemu::run(program, None)?.successful(program)?.stdout)
}

fn has_library(folder: &Path, name: &str) -> Result<bool> {
    let prefix = format!("lib{name}-");
    for entry in fs::read_dir(folder).with_context(|| folder.display().to_string())? {
        let file = entry?.file_name();
        let file = file.to_string_lossy();
        if file.starts_with(&prefix) && file.ends_with(".rlib") {
            return Ok(true);
        }
    }
    Ok(false)
}

/// core, alloc and compiler_builtins, every fallback an error, and a program that runs on them as
/// stock's does.
#[test]
fn core_and_alloc() -> Result<()> {
    let layout = Layout::from_env()?;
    let stages = kept_stages(&layout, "core")?;
    let folder = layout.build.join("testsuite/core");
    Compiler::Plugin.clear(&layout, &folder)?;
    let target = Target::SoftFloat;
    let mut command = cargo::clean(layout.dist.join("bin/cargo-llvmcoro"));
    command
        .args(["llvmcoro", "build", "-Zbuild-std=core,alloc", "--release", "--locked"])
        .args(["--target", target.triple(), "--package", PACKAGE, "--manifest-path"])
        .arg(layout.root.join("testsuite/firmware/Cargo.toml"))
        .arg("--target-dir")
        .arg(&folder)
        // `-Zbuild-std` is unstable.
        .env("RUSTC_BOOTSTRAP", "1")
        .env("CARGO_TARGET_THUMBV7EM_NONE_EABI_LINKER", "ld.lld-22")
        .env("CARGO_TARGET_THUMBV7EM_NONE_EABI_RUSTFLAGS", stages.flags().join(" "));
    let output = process::run(&mut command, LIMIT)?;
    ensure!(output.status.success(), "cargo build failed:\n{}", output.stderr);
    let release = folder.join(target.triple()).join("release");
    for name in ["core", "alloc", "compiler_builtins"] {
        ensure!(has_library(&release.join("deps"), name)?, "{name} was not compiled");
    }
    let lowered = stages.count()?;
    ensure!(lowered.lowered >= LOWERED_AT_LEAST && lowered.begins > 0, "{lowered:?}");

    let stock = Build { package: PACKAGE, target, compiler: Compiler::Stock, flags: &[] };
    let expected = output_of(&stock.run(&layout)?.program(PROGRAM))?;
    let actual = output_of(&release.join(PROGRAM))?;
    ensure!(!expected.lines.is_empty(), "the program printed nothing");
    let difference = expected.difference(&actual);
    ensure!(difference.is_none(), "the outputs differ: {difference:?}");
    Ok(())
}
