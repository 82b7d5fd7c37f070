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
//! a comparison, and the compiler for clippy. In the folder `probe`, what is for the plugin goes to the
//! frame probe, with the plugin or without.

use std::env;
use std::ffi::OsString;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use anyhow::{Context, Result};
use cargo_llvmcoro::dist::Dist;
use cargo_llvmcoro::options::{PluginOptions, without_plugin_options};
use cargo_llvmcoro::{cargo, compiler, exec, finish, starts_with};

fn main() -> ExitCode {
    finish("cargo-llvmcoro's compiler", run())
}

/// What crates for the target are compiled by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    Plugin,
    Stock,
    Probe,
}

impl Side {
    /// Of the program with this path.
    fn of(program: &Path) -> Self {
        match program.parent().and_then(Path::file_name).and_then(|name| name.to_str()) {
            Some("stock") => Side::Stock,
            Some("probe") => Side::Probe,
            _ => Side::Plugin,
        }
    }
}

fn run() -> Result<ExitCode> {
    let dist = Dist::of_this_program()?;
    let mut args = env::args_os();
    let name = PathBuf::from(args.next().unwrap_or_default());
    let args: Vec<OsString> = args.collect();
    let is_rustdoc = name.ends_with("rustdoc");
    let side = Side::of(&name);
    let stock = match is_rustdoc {
        true => compiler::rustc().with_file_name("rustdoc"),
        false => compiler::rustc(),
    };
    if args.first().is_some_and(|arg| arg == "-vV") && !in_build_script() {
        return tell_version(&dist, &stock, side);
    }
    // rustdoc is called by cargo only, and without a crate name where it runs tests.
    let by_cargo = is_rustdoc || env::var_os("CARGO_CRATE_NAME").is_some();
    let sysroot = dist.sysroot_flags(&args);
    let options = PluginOptions::from_env()?.flag();
    let mut command = Command::new(&stock);
    match (has_target(&args), by_cargo, side) {
        (false, ..) => command.args(args),
        (true, true, Side::Plugin) if is_rustdoc => {
            // It takes a backend only as an unstable option, and hands that on to the compiler of
            // documentation tests.
            let mut backend = OsString::from("-Zcodegen-backend=");
            backend.push(dist.plugin());
            command.arg(backend).env("RUSTC_BOOTSTRAP", "1").args(sysroot).args(args)
        }
        (true, true, Side::Plugin) => {
            command = Command::new(dist.rustc_with_plugin());
            command.args(options).args(sysroot).args(args);
            if env::var_os(cargo::STACK_SIZES).is_some() {
                command.args(["-Csymbol-mangling-version=v0", "-Cstrip=none"]);
            }
            &mut command
        }
        (true, true, Side::Probe) => {
            command = Command::new(dist.probe());
            command.args(sysroot);
            match env::var_os("FRAME_PROBE_PLUGIN") {
                Some(_) => command.args(options).args(args),
                None => command.args(without_plugin_options(args)),
            }
        }
        (true, ..) => command.args(sysroot).args(without_plugin_options(args)),
    };
    exec(command)
}

/// cargo sets this for a build script that it runs, and not for a compiler.
fn in_build_script() -> bool {
    env::var_os("NUM_JOBS").is_some() && env::var_os("CARGO_CRATE_NAME").is_none()
}

fn has_target(args: &[OsString]) -> bool {
    args.iter().any(|arg| arg == "--target" || starts_with(arg, "--target="))
}

fn tell_version(dist: &Dist, stock: &Path, side: Side) -> Result<ExitCode> {
    let output = Command::new(stock)
        .arg("-vV")
        .output()
        .with_context(|| format!("{} cannot be started", stock.display()))?;
    let mut text = output.stdout;
    let hash = dist.hash(&PluginOptions::from_env()?)?;
    let line = match side {
        Side::Stock if env::var_os(cargo::SAME_VERSION).is_none() => {
            format!("llvmcoro: stock {hash:016x}\n")
        }
        Side::Plugin | Side::Stock => format!("llvmcoro: {hash:016x}\n"),
        Side::Probe => format!("llvmcoro: probe {hash:016x} {:016x}\n", dist.probe_hash()?),
    };
    text.extend_from_slice(line.as_bytes());
    std::io::stdout().write_all(&text).context("the version cannot be printed")?;
    Ok(if output.status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
