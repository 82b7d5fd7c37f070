//! What `cargo llvmcoro` has cargo call as `rustc` and as `rustdoc`.
//!
//! cargo passes `--target` to what it compiles for the target, and never to build scripts and proc
//! macros. It also sets `CARGO_CRATE_NAME` for every crate that it compiles, but not for a build
//! script that it runs; so a build script that asks `$RUSTC` what it can do, also with `--target`,
//! sees the stock compiler with its stable feature set. Only what is left is for the plugin:
//!
//! | called by                       | gets                                               |
//! | ------------------------------- | -------------------------------------------------- |
//! | cargo, a crate for the target   | rustc with the plugin, its sysroot and its options |
//! | cargo, its documentation        | stock rustdoc, which loads the plugin              |
//! | a build script, with `--target` | stock rustc with the plugin's sysroot              |
//! | cargo, `-vV`                    | stock rustc, and a line with a hash                |
//! | all else                        | stock rustc                                        |
//!
//! The line in the version is what makes cargo compile again when the plugin, its options or a bare
//! target's core has changed, and keeps stock and plugin artefacts of one target folder apart: cargo
//! hashes the version into both.
//!
//! In the folder `stock`, nothing is for the plugin, but the sysroot is the same: that is stock's side of
//! a comparison, and the compiler for clippy.

use std::env;
use std::ffi::OsString;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use anyhow::{Context, Result};
use cargo_llvmcoro::dist::Dist;
use cargo_llvmcoro::options::{PluginOptions, without_plugin_options};
use cargo_llvmcoro::{compiler, exec, finish, starts_with};

fn main() -> ExitCode {
    finish("cargo-llvmcoro's compiler", run())
}

fn run() -> Result<ExitCode> {
    let dist = Dist::of_this_program()?;
    let mut args = env::args_os();
    let name = PathBuf::from(args.next().unwrap_or_default());
    let args: Vec<OsString> = args.collect();
    let is_rustdoc = name.ends_with("rustdoc");
    let is_stock = name.parent().is_some_and(|folder| folder.ends_with("stock"));
    let stock = match is_rustdoc {
        true => compiler::rustc().with_file_name("rustdoc"),
        false => compiler::rustc(),
    };
    if args.first().is_some_and(|arg| arg == "-vV") && !in_build_script() {
        return tell_version(&dist, &stock, is_stock);
    }
    // rustdoc is called by cargo only, and without a crate name where it runs tests.
    let by_cargo = is_rustdoc || env::var_os("CARGO_CRATE_NAME").is_some();
    let mut command;
    if !has_target(&args) {
        command = Command::new(stock);
        command.args(&args);
    } else if is_stock || !by_cargo {
        command = Command::new(stock);
        command.args(dist.sysroot_flags(&args)).args(without_plugin_options(args));
    } else {
        let sysroot = dist.sysroot_flags(&args);
        if is_rustdoc {
            command = Command::new(stock);
            // It takes a backend only as an unstable option, and hands that on to the compiler of
            // documentation tests.
            let mut backend = OsString::from("-Zcodegen-backend=");
            backend.push(dist.plugin());
            command.arg(backend).env("RUSTC_BOOTSTRAP", "1");
        } else {
            command = Command::new(dist.rustc_with_plugin());
            command.args(PluginOptions::from_env()?.flag());
        }
        command.args(sysroot).args(&args);
    }
    exec(command)
}

/// cargo sets this for a build script that it runs, and not for a compiler.
fn in_build_script() -> bool {
    env::var_os("NUM_JOBS").is_some() && env::var_os("CARGO_CRATE_NAME").is_none()
}

fn has_target(args: &[OsString]) -> bool {
    args.iter().any(|arg| arg == "--target" || starts_with(arg, "--target="))
}

fn tell_version(dist: &Dist, stock: &Path, is_stock: bool) -> Result<ExitCode> {
    let output = Command::new(stock)
        .arg("-vV")
        .output()
        .with_context(|| format!("{} cannot be started", stock.display()))?;
    let mut text = output.stdout;
    let hash = dist.hash(&PluginOptions::from_env()?)?;
    let side = if is_stock { "stock " } else { "" };
    text.extend_from_slice(format!("llvmcoro: {side}{hash:016x}\n").as_bytes());
    std::io::stdout().write_all(&text).context("the version cannot be printed")?;
    Ok(if output.status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
