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
    let folder = folder(layout, compiler)?;
    let mut command = cargo(layout, compiler);
    command.args(["build", "--package", "lookups"]);
    run(layout, &mut command, &folder)?;
    Ok(products(&folder, compiler).join("liblookups.so"))
}

/// Where cargo puts what it builds, in a target folder.
pub(crate) fn products(folder: &Path, compiler: Compiler) -> PathBuf {
    match compiler {
        Compiler::Stock => folder.join("release"),
        Compiler::Plugin => folder.join("x86_64-unknown-linux-gnu/release"),
    }
}

/// clang of the pinned LLVM, which `./x` installs for this alone, if it can.
const CLANG: &str = "/usr/bin/clang++-22";

/// Builds the lookups as C++20 coroutines; the path of the shared library. None without a compiler of C++
/// that is of the same LLVM.
///
/// # Errors
/// If they cannot be built.
pub fn cpp_library(layout: &Layout) -> Result<Option<PathBuf>> {
    if !Path::new(CLANG).exists() {
        return Ok(None);
    }
    let library = layout.build.join("lookups/liblookups-cpp.so");
    let mut command = Command::new(CLANG);
    command
        .args(["-std=c++20", "-O3", "-fPIC", "-shared", "-fvisibility=hidden", "-fno-exceptions"])
        .args(["-Wall", "-Wextra", "-Werror", "-o"])
        .arg(&library)
        .arg(layout.root.join("testsuite/lookups/cpp/lookups.cpp"));
    let output = process::run(&mut command, LIMIT)?;
    ensure!(output.status.success(), "{CLANG} ended with {}:\n{}", output.status, output.stderr);
    Ok(Some(library))
}

/// Builds `count-lookups` in the release profile, by stock rustc; the path of the program.
///
/// # Errors
/// If it cannot be built.
pub fn counted_program(layout: &Layout) -> Result<PathBuf> {
    let folder = folder(layout, Compiler::Stock)?;
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
    run(layout, &mut command, &folder(layout, Compiler::Plugin)?)
}

fn folder(layout: &Layout, compiler: Compiler) -> Result<PathBuf> {
    let folder = layout.build.join("lookups").join(compiler.to_string());
    compiler.clear(layout, &folder)?;
    Ok(folder)
}

/// cargo of this compiler; a coroutine that the plugin does not lower is an error.
pub(crate) fn cargo(layout: &Layout, compiler: Compiler) -> Command {
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
    run_in(&layout.root, command.arg("--locked"), folder)
}

/// Runs cargo with a package's folder as the current one, in the release profile, with this target folder.
pub(crate) fn run_in(package: &Path, command: &mut Command, folder: &Path) -> Result<String> {
    command.args(["--quiet", "--release"]).current_dir(package).env("CARGO_TARGET_DIR", folder);
    let output = process::run(command, LIMIT)?;
    ensure!(output.status.success(), "cargo ended with {}:\n{}", output.status, output.stderr);
    Ok(output.stdout)
}
