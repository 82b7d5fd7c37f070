//! `cargo llvmcoro COMMAND …`: Debian's cargo, with what is built for the target compiled by the
//! llvmcoro plugin, and commands about the futures of a project.
//!
//! Build scripts and proc macros are compiled by stock rustc. All settings of the caller (`RUSTFLAGS`,
//! cargo's configuration) work as ever; see `tool-shim` for how.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::process::{Command, ExitCode};

use anyhow::{Result, bail};
use cargo_llvmcoro::cargo::{self, Kind};
use cargo_llvmcoro::cli::{Cli, Own};
use cargo_llvmcoro::dist::Dist;
use cargo_llvmcoro::{compiler, exec, finish};
use clap::{CommandFactory, Parser};

fn main() -> ExitCode {
    finish("cargo-llvmcoro", run())
}

fn run() -> Result<ExitCode> {
    // As `cargo llvmcoro build`, cargo passes its own name for this command first.
    let mut args: Vec<OsString> = env::args_os().skip(1).collect();
    if args.first().is_some_and(|arg| arg == "llvmcoro") {
        args.remove(0);
    }
    let dist = Dist::of_this_program()?;
    let place = cargo::subcommand(&args)?;
    match place {
        Some(place) if !args[place].to_str().is_some_and(Own::has) => {
            let kind = Kind::of(&args[place]);
            if let Kind::Refused(why) = kind {
                bail!("`{}` makes no sense with the plugin: {why}", args[place].to_string_lossy());
            }
            compiler::check(&dist)?;
            exec(match kind {
                Kind::Clippy => cargo::clippy(&dist, &args, place)?,
                _ => cargo::with_plugin(&dist, &args, place),
            })
        }
        None if args.iter().any(|arg| arg == "--list") => exec(list(&args)),
        _ => own(&dist, &args),
    }
}

/// cargo with options that it answers alone.
fn list(args: &[OsString]) -> Command {
    let mut cargo = Command::new(cargo::program());
    cargo.args(args);
    cargo
}

/// A command that cargo does not have.
fn own(dist: &Dist, args: &[OsString]) -> Result<ExitCode> {
    let program = OsString::from("cargo llvmcoro");
    let cli = Cli::parse_from([program].iter().chain(args));
    if cli.version {
        print!("{}", version(dist));
        return Ok(ExitCode::SUCCESS);
    }
    match cli.command {
        None => {
            eprint!("{}", Cli::command().render_help());
            Ok(ExitCode::from(2))
        }
        Some(command) => {
            compiler::check(dist)?;
            match command {
                Own::Compare(compare) => compare.run(dist)?,
                Own::Frames(frames) => frames.run(dist)?,
                Own::Why(why) => why.run(dist)?,
                Own::Help { command } => return help(command.as_deref()),
            }
            Ok(ExitCode::SUCCESS)
        }
    }
}

fn help(command: Option<&str>) -> Result<ExitCode> {
    let mut cli = Cli::command();
    cli.build();
    let Some(name) = command else {
        print!("{}", cli.render_long_help());
        return Ok(ExitCode::SUCCESS);
    };
    if let Some(own) = cli.find_subcommand_mut(name) {
        print!("{}", own.render_long_help());
        return Ok(ExitCode::SUCCESS);
    }
    let mut cargo = Command::new(cargo::program());
    cargo.args(["help", name]);
    exec(cargo)
}

/// The tool's version, and the compiler's that the plugin is for.
fn version(dist: &Dist) -> String {
    let tool = concat!("cargo-llvmcoro ", env!("CARGO_PKG_VERSION"));
    let record = fs::read_to_string(dist.compiler_record()).unwrap_or_default();
    let fact = |key: &str| record.lines().find_map(|line| line.strip_prefix(key));
    match (record.lines().next(), fact("LLVM version: ")) {
        (Some(rustc), Some(llvm)) => format!("{tool}\nplugin for {rustc}, LLVM {llvm}\n"),
        _ => format!("{tool}\nwithout a plugin\n"),
    }
}
