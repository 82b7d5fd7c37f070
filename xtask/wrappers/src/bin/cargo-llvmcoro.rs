//! `cargo llvmcoro COMMAND …`: Debian's cargo, with what is built for the target compiled by the
//! llvmcoro plugin. Build scripts and proc macros are compiled by stock rustc.
//!
//! It always builds for a named target, the host's if the caller names none: only then does cargo
//! tell apart what is for the target and what is for the build. All settings of the caller
//! (`RUSTFLAGS`, cargo's configuration) work as ever; see `tool-shim` for how.

use std::env;
use std::ffi::OsString;
use std::process::{Command, ExitCode, Stdio};

use llvmcoro_wrappers::{Dist, Result, exec, finish, starts_with};

const CARGO: &str = "/usr/bin/cargo";
const HOST: &str = "x86_64-unknown-linux-gnu";

/// cargo's commands that compile and know `--target`, with their short forms.
const COMMANDS: &[&str] = &[
    "b", "bench", "build", "c", "check", "d", "doc", "install", "r", "run", "rustc", "rustdoc",
    "t", "test",
];

fn main() -> ExitCode {
    finish("cargo-llvmcoro", run())
}

fn run() -> Result<ExitCode> {
    // As `cargo llvmcoro build`, cargo passes its own name for this command first.
    let mut args: Vec<OsString> = env::args_os().skip(1).collect();
    if args.first().is_some_and(|arg| arg == "llvmcoro") {
        args.remove(0);
    }
    let command = subcommand(&args)?;
    let dist = Dist::of_this_program()?;
    dist.check_compiler()?;

    let mut cargo = Command::new(CARGO);
    cargo.args(&args[..=command]);
    if !names_target(&args) && !configuration_names_target(&args) {
        cargo.args(["--target", HOST]);
    }
    cargo
        .args(&args[command + 1..])
        .env("RUSTC", dist.shim("rustc"))
        .env("RUSTDOC", dist.shim("rustdoc"))
        // cargo would keep the version that the shim tells until the shim itself changes.
        .env("CARGO_CACHE_RUSTC_INFO", "0");
    exec(cargo)
}

/// The place of cargo's command among the arguments.
fn subcommand(args: &[OsString]) -> Result<usize> {
    let known = COMMANDS.join(", ");
    let mut place = 0;
    while let Some(arg) = args.get(place) {
        let takes_value = ["--color", "--config", "-C", "-Z"].iter().any(|option| arg == option);
        if !starts_with(arg, "-") {
            return if COMMANDS.iter().any(|command| arg == command) {
                Ok(place)
            } else {
                Err(format!(
                    "`{}` is not one of the commands that compile ({known}); for others use cargo",
                    arg.to_string_lossy()
                ))
            };
        }
        place += if takes_value { 2 } else { 1 };
    }
    Err(format!("usage: cargo llvmcoro COMMAND [ARGS…], with COMMAND one of: {known}"))
}

/// Whether the arguments for cargo, which end at `--`, name a target.
fn names_target(args: &[OsString]) -> bool {
    args.iter()
        .take_while(|arg| *arg != "--")
        .any(|arg| arg == "--target" || starts_with(arg, "--target="))
}

/// Whether cargo's configuration (files, environment, `--config`) names one. The question is an
/// unstable command, which this one process of cargo is allowed.
fn configuration_names_target(args: &[OsString]) -> bool {
    let mut cargo = Command::new(CARGO);
    cargo.args(["-Zunstable-options", "config", "get", "build.target"]);
    let mut rest = args.iter().take_while(|arg| *arg != "--");
    while let Some(arg) = rest.next() {
        if arg == "--config" {
            cargo.arg(arg).args(rest.next());
        } else if starts_with(arg, "--config=") {
            cargo.arg(arg);
        }
    }
    cargo
        .env("RUSTC_BOOTSTRAP", "1")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn args(line: &str) -> Vec<OsString> {
        line.split(' ').map(OsString::from).collect()
    }

    #[test]
    fn the_command_is_found_behind_cargos_own_options() {
        assert_eq!(subcommand(&args("build --release")).unwrap(), 0);
        assert_eq!(subcommand(&args("-v --config a=1 test x")).unwrap(), 3);
        assert!(subcommand(&args("publish")).unwrap_err().contains("use cargo"));
        assert!(subcommand(&[]).unwrap_err().contains("usage"));
    }

    #[test]
    fn a_target_behind_two_dashes_is_the_programs() {
        assert!(names_target(&args("build --target thumbv7em-none-eabi")));
        assert!(names_target(&args("build --target=thumbv7em-none-eabi")));
        assert!(!names_target(&args("run -- --target x")));
    }
}
