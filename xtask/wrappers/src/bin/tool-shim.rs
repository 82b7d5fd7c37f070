//! What `cargo llvmcoro` has cargo call as `rustc` and as `rustdoc`.
//!
//! cargo passes `--target` to what it compiles for the target, and never to build scripts and proc
//! macros. It also sets `CARGO_CRATE_NAME` for every crate that it compiles, but not for a build
//! script that it runs; so a build script that asks `$RUSTC` what it can do, also with `--target`,
//! sees the stock compiler with its stable feature set. Only what is left is for the plugin:
//!
//! | called by                       | gets                                        |
//! | ------------------------------- | ------------------------------------------- |
//! | cargo, a crate for the target   | the plugin, its sysroot, unstable options   |
//! | a build script, with `--target` | stock rustc with the plugin's sysroot       |
//! | cargo, `-vV`                    | stock rustc, and a line with a hash         |
//! | all else                        | stock rustc                                 |
//!
//! The line in the version is what makes cargo compile again when the plugin or a bare target's core
//! has changed, and keeps stock and plugin artefacts of one target folder apart: cargo hashes the
//! version into both.

use std::env;
use std::ffi::OsString;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use llvmcoro_wrappers::{Dist, Result, exec, finish, rustc, starts_with};

fn main() -> ExitCode {
    finish("cargo-llvmcoro's compiler", run())
}

fn run() -> Result<ExitCode> {
    let dist = Dist::of_this_program()?;
    let mut args = env::args_os();
    let name = PathBuf::from(args.next().unwrap_or_default());
    let args: Vec<OsString> = args.collect();
    let is_rustdoc = name.ends_with("rustdoc");
    let real = if is_rustdoc { rustc().with_file_name("rustdoc") } else { rustc() };
    // rustdoc is called by cargo only, and without a crate name where it runs tests.
    let by_cargo = is_rustdoc || env::var_os("CARGO_CRATE_NAME").is_some();
    if args.first().is_some_and(|arg| arg == "-vV") && !in_build_script() {
        return tell_version(&dist, &real);
    }
    let mut command = Command::new(real);
    match (has_target(&args), by_cargo) {
        (true, true) => {
            command.args(dist.plugin_flags(&args)).env("RUSTC_BOOTSTRAP", "1");
        }
        (true, false) => {
            command.args(dist.sysroot_flags(&args)).args(without_plugin_options(args));
            return exec(command);
        }
        (false, _) => {}
    }
    command.args(&args);
    exec(command)
}

/// The arguments without the plugin's options (`-C llvm-args=-llvmcoro-…`), which the user's
/// `RUSTFLAGS` hold also when cargo asks the stock compiler about the target, and which stock LLVM
/// refuses. What else an `llvm-args` holds stays.
fn without_plugin_options(args: Vec<OsString>) -> Vec<OsString> {
    let mut kept: Vec<OsString> = Vec::new();
    for arg in args {
        let Some(text) = arg.to_str() else {
            kept.push(arg);
            continue;
        };
        let split = kept.last().is_some_and(|last| last == "-C" || last == "--codegen");
        let value = match split {
            true => text.strip_prefix("llvm-args="),
            false => ["-Cllvm-args=", "--codegen=llvm-args="]
                .iter()
                .find_map(|prefix| text.strip_prefix(prefix)),
        };
        let Some(value) = value else {
            kept.push(arg);
            continue;
        };
        let words: Vec<&str> = value
            .split_whitespace()
            .filter(|word| !word.trim_start_matches('-').starts_with("llvmcoro-"))
            .collect();
        if split {
            kept.pop();
        }
        if !words.is_empty() {
            kept.push(format!("-Cllvm-args={}", words.join(" ")).into());
        }
    }
    kept
}

/// cargo sets this for a build script that it runs, and not for a compiler.
fn in_build_script() -> bool {
    env::var_os("NUM_JOBS").is_some() && env::var_os("CARGO_CRATE_NAME").is_none()
}

fn has_target(args: &[OsString]) -> bool {
    args.iter().any(|arg| arg == "--target" || starts_with(arg, "--target="))
}

fn tell_version(dist: &Dist, real: &Path) -> Result<ExitCode> {
    let output = Command::new(real)
        .arg("-vV")
        .output()
        .map_err(|error| format!("{} cannot be started: {error}", real.display()))?;
    let mut text = output.stdout;
    text.extend_from_slice(format!("llvmcoro: {:016x}\n", dist.hash()?).as_bytes());
    std::io::stdout()
        .write_all(&text)
        .map_err(|error| format!("the version cannot be printed: {error}"))?;
    Ok(if output.status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_plugins_options_are_taken_away() {
        let args = |list: &[&str]| list.iter().map(OsString::from).collect::<Vec<_>>();
        let given = args(&[
            "-",
            "-Cllvm-args=-llvmcoro-dump=/d",
            "-C",
            "llvm-args=-llvmcoro-off --inline-threshold=3",
            "-C",
            "llvm-args=-llvmcoro-off",
            "-C",
            "opt-level=3",
        ]);
        let expected = args(&["-", "-Cllvm-args=--inline-threshold=3", "-C", "opt-level=3"]);
        assert_eq!(without_plugin_options(given), expected);
    }
}
