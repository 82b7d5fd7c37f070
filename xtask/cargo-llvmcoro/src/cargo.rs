//! The cargo that does the work: which one, its commands, and what it builds for.

use std::env;
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Result, bail, ensure};
use serde_json::Value;

use crate::dist::Dist;
use crate::starts_with;

/// Names another cargo than Debian's, which cannot fetch from git.
pub const VARIABLE: &str = "CARGO_LLVMCORO_CARGO";

/// Set where stock builds into a folder of its own. It then tells the plugin's version, so that cargo
/// gives the crates of both the same `-C metadata`: their symbols have the same names, and what is
/// ordered by these is ordered alike.
pub const SAME_VERSION: &str = "CARGO_LLVMCORO_SAME_VERSION";

/// Set where a program is built to tell how much stack its functions take: the plugin's driver reads it
/// (`codegen-llvmcoro/driver`). Such a program has symbols, and they have their types' names in them.
pub const STACK_SIZES: &str = "CARGO_LLVMCORO_STACK_SIZES";

/// The target of builds that name none.
pub const HOST: &str = "x86_64-unknown-linux-gnu";

/// Debian's cargo, or the one that [`VARIABLE`] names.
pub fn program() -> PathBuf {
    env::var_os(VARIABLE).map_or_else(|| "/usr/bin/cargo".into(), PathBuf::from)
}

/// What to do with one of cargo's commands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// It compiles, and knows `--target`.
    Compiles,
    /// It looks at sources with a compiler of its own, which must not meet the plugin's crates.
    Clippy,
    /// It makes no sense here, for a reason.
    Refused(&'static str),
    /// A command of another program, an alias, or one that compiles nothing.
    Other,
}

impl Kind {
    /// Of the command with this name.
    pub fn of(command: &OsStr) -> Self {
        const REGISTRY: &str = "it compiles nothing, it talks to the registry: use cargo";
        match command.to_str().unwrap_or_default() {
            "b" | "bench" | "build" | "c" | "check" | "d" | "doc" | "fix" | "install" | "r"
            | "run" | "rustc" | "rustdoc" | "t" | "test" => Kind::Compiles,
            "clippy" => Kind::Clippy,
            "login" | "logout" | "owner" | "search" | "yank" => Kind::Refused(REGISTRY),
            "publish" => Kind::Refused(
                "it checks that a package compiles for others, who use stock rustc: use cargo",
            ),
            "miri" => {
                Kind::Refused("it interprets a crate, and no code would be the plugin's: use cargo")
            }
            _ => Kind::Other,
        }
    }
}

/// The place of cargo's command among the arguments; `None` if there is none.
///
/// # Errors
/// If a toolchain is named before it.
pub fn subcommand(args: &[OsString]) -> Result<Option<usize>> {
    let mut place = 0;
    while let Some(arg) = args.get(place) {
        let takes_value = ["--color", "--config", "-C", "-Z"].iter().any(|option| arg == option);
        if starts_with(arg, "+") {
            let name = arg.to_string_lossy();
            bail!("`{name}`: the plugin works with one compiler, there is no choice of toolchains");
        }
        if !starts_with(arg, "-") {
            return Ok(Some(place));
        }
        place += if takes_value { 2 } else { 1 };
    }
    Ok(None)
}

/// Cargo with these arguments, whose command is at `place`; what it compiles for the target goes
/// through the plugin.
///
/// It always builds for a named target, the host's if the caller names none: only then does cargo
/// tell apart what is for the target and what is for the build.
pub fn with_plugin(dist: &Dist, args: &[OsString], place: usize) -> Command {
    let mut cargo = Command::new(program());
    cargo.args(&args[..=place]);
    if !names_target(args) && configured_targets(args).is_empty() {
        match Kind::of(&args[place]) {
            Kind::Compiles => cargo.args(["--target", HOST]),
            // It may not know the option.
            _ => cargo.env("CARGO_BUILD_TARGET", HOST),
        };
    }
    cargo.args(&args[place + 1..]);
    compile_by(&mut cargo, dist.shim("rustc"), dist.shim("rustdoc"));
    cargo
}

/// Debian's clippy with these arguments for cargo, whose command is at `place`. Cargo by itself would
/// find rustup's first.
///
/// # Errors
/// If it is not installed.
pub fn clippy(dist: &Dist, args: &[OsString], place: usize) -> Result<Command> {
    const PROGRAM: &str = "/usr/bin/cargo-clippy";
    ensure!(
        Path::new(PROGRAM).exists(),
        "{PROGRAM} is missing: install Debian's package: apt-get install rust-web-clippy"
    );
    let mut clippy = Command::new(PROGRAM);
    clippy.arg(&args[place]).args(&args[..place]).args(&args[place + 1..]);
    compile_by(&mut clippy, dist.stock_shim("rustc"), dist.stock_shim("rustdoc"));
    // Its driver reads the latter.
    clippy.env("CARGO", program()).env("SYSROOT", dist.sysroot());
    Ok(clippy)
}

/// Sets the compilers that cargo calls.
pub fn compile_by(cargo: &mut Command, rustc: PathBuf, rustdoc: PathBuf) {
    cargo
        .env("RUSTC", rustc)
        .env("RUSTDOC", rustdoc)
        // cargo would keep the version that the shim tells until the shim itself changes.
        .env("CARGO_CACHE_RUSTC_INFO", "0");
}

/// Whether the arguments for cargo, which end at `--`, name a target.
fn names_target(args: &[OsString]) -> bool {
    args.iter()
        .take_while(|arg| *arg != "--")
        .any(|arg| arg == "--target" || starts_with(arg, "--target="))
}

/// The targets that cargo's configuration (files, environment, `--config` in `args`) names. The
/// question is an unstable command, which this one process of cargo is allowed.
pub fn configured_targets(args: &[OsString]) -> Vec<String> {
    let mut cargo = Command::new(program());
    cargo.args(["-Zunstable-options", "config", "get", "--format=json-value", "build.target"]);
    let mut rest = args.iter().take_while(|arg| *arg != "--");
    while let Some(arg) = rest.next() {
        if arg == "--config" {
            cargo.arg(arg).args(rest.next());
        } else if starts_with(arg, "--config=") {
            cargo.arg(arg);
        }
    }
    cargo.env("RUSTC_BOOTSTRAP", "1").stdin(Stdio::null()).stderr(Stdio::null());
    // It fails where there is none.
    let Ok(output) = cargo.output() else { return Vec::new() };
    match serde_json::from_slice(&output.stdout) {
        Ok(Value::String(target)) => vec![target],
        Ok(Value::Array(targets)) => {
            targets.iter().filter_map(Value::as_str).map(str::to_owned).collect()
        }
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn args(line: &str) -> Vec<OsString> {
        line.split_whitespace().map(OsString::from).collect()
    }

    #[test]
    fn the_command_is_found_behind_cargos_own_options() {
        let place = |line| subcommand(&args(line)).unwrap();
        assert_eq!(place("build --release"), Some(0));
        assert_eq!(place("-v --config a=1 test x"), Some(3));
        assert_eq!(place("--version"), None);
        assert_eq!(place(""), None);
        let message = subcommand(&args("+nightly build")).unwrap_err().to_string();
        assert!(message.contains("`+nightly`"), "{message}");
    }

    #[test]
    fn commands_are_handed_on_unless_they_make_no_sense() {
        let kind = |name: &str| Kind::of(OsStr::new(name));
        assert_eq!(kind("test"), Kind::Compiles);
        assert_eq!(kind("clippy"), Kind::Clippy);
        assert_eq!(kind("nextest"), Kind::Other);
        let Kind::Refused(why) = kind("publish") else { panic!("it is not refused") };
        assert!(why.contains("use cargo"), "{why}");
    }

    #[test]
    fn a_target_behind_two_dashes_is_the_programs() {
        assert!(names_target(&args("build --target thumbv7em-none-eabi")));
        assert!(names_target(&args("build --target=thumbv7em-none-eabi")));
        assert!(!names_target(&args("run -- --target x")));
    }
}
