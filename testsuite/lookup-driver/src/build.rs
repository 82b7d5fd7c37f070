//! Builds the libraries of lookups, and the program that valgrind counts.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Result, ensure};
use testsuite_support::firmware::Compiler;
use testsuite_support::{Layout, cargo, process};

/// For cargo, on a machine that is busy with other things.
const LIMIT: Duration = Duration::from_secs(600);

/// Builds the crate `lookups` in the release profile; the path of the shared library. A coroutine that the
/// plugin does not lower is an error.
///
/// # Errors
/// If it cannot be built.
pub fn library(layout: &Layout, compiler: Compiler) -> Result<PathBuf> {
    let folder = folder(layout, compiler);
    let mut command = cargo(layout, compiler);
    command.args(["build", "--package", "lookups"]);
    run(layout, &mut command, &folder)?;
    let host = match compiler {
        Compiler::Stock => folder,
        Compiler::Plugin => folder.join("x86_64-unknown-linux-gnu"),
    };
    Ok(host.join("release/liblookups.so"))
}

/// Builds `count-lookups` in the release profile, by stock rustc; the path of the program.
///
/// # Errors
/// If it cannot be built.
pub fn counted_program(layout: &Layout) -> Result<PathBuf> {
    let folder = folder(layout, Compiler::Stock);
    let mut command = cargo(layout, Compiler::Stock);
    command.args(["build", "--package", "lookup-driver", "--bin", "count-lookups"]);
    run(layout, &mut command, &folder)?;
    Ok(folder.join("release/count-lookups"))
}

/// Runs the tests of the crate `interleave` that are compiled through the plugin; what they printed.
///
/// # Errors
/// If one fails, or they cannot be built.
pub fn test_interleave(layout: &Layout) -> Result<String> {
    let mut command = cargo(layout, Compiler::Plugin);
    command.args(["test", "--package", "interleave", "--tests"]);
    run(layout, &mut command, &folder(layout, Compiler::Plugin))
}

fn folder(layout: &Layout, compiler: Compiler) -> PathBuf {
    layout.build.join("lookups").join(compiler.to_string())
}

fn cargo(layout: &Layout, compiler: Compiler) -> Command {
    match compiler {
        Compiler::Stock => {
            let mut command = cargo::clean(&layout.cargo);
            command.env("RUSTC", &layout.rustc);
            command
        }
        Compiler::Plugin => {
            let mut command = cargo::clean(layout.dist.join("bin/cargo-llvmcoro"));
            command.arg("llvmcoro").env("RUSTFLAGS", "-Cllvm-args=-llvmcoro-deny-fallback");
            command
        }
    }
}

fn run(layout: &Layout, command: &mut Command, folder: &Path) -> Result<String> {
    command
        .args(["--quiet", "--release", "--locked"])
        .current_dir(&layout.root)
        .env("CARGO_TARGET_DIR", folder);
    let output = process::run(command, LIMIT)?;
    ensure!(output.status.success(), "cargo ended with {}:\n{}", output.status, output.stderr);
    Ok(output.stdout)
}
