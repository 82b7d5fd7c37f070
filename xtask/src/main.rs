//! The build system behind `./x`: makes everything that the plugin, its tests and its demo need.
//!
//! Each command is a module of its own; `setup` is a graph of cached [`step`]s that the other
//! commands run first. What they are told is checked before that, in [`args`].

mod args;
mod bench;
mod clean;
mod cmd;
mod ctx;
mod demo;
mod digest;
mod fsx;
mod lit;
mod patch;
mod patched_opt;
mod pins;
mod progress;
mod setup;
mod soak;
mod step;
mod test;
mod tool;
mod toolchain;

use std::ffi::OsString;
use std::process::ExitCode;

use anyhow::Result;

use crate::args::{Bench, Cli, Command};
use crate::ctx::Ctx;

fn main() -> ExitCode {
    // Under these names xtask stands in for rustc and for the linker, in a step of the set-up, and for
    // `opt`, in LLVM's tests.
    if let Some(role) = setup::metadata_compiler::Role::of_this_process() {
        return role.run();
    }
    if patched_opt::is_this_process() {
        return patched_opt::run();
    }
    let cli: Cli = arguments::read();
    match run(&cli.command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Whether the command uses the plugin that makes mistakes on purpose.
fn needs_mutations(ctx: &Ctx, command: &Command) -> Result<bool> {
    Ok(match command {
        Command::Test(test) => test.selection(&ctx.root)?.needs_mutations(),
        Command::Fuzz(fuzz) => fuzz.mutation.is_some(),
        _ => false,
    })
}

fn run(command: &Command) -> Result<()> {
    if let Command::Clean { all } = command {
        return clean::run(*all);
    }
    let ctx = Ctx::new()?;
    if let Command::Patch(patch) = command {
        return patch::run(&ctx, patch);
    }
    setup::run(&ctx, needs_mutations(&ctx, command)?)?;
    // The tools read what stands behind the command, which is known to be right.
    let options: Vec<OsString> = std::env::args_os().skip(2).collect();
    match command {
        Command::Setup | Command::Patch(_) | Command::Clean { .. } => Ok(()),
        Command::Demo => demo::run(&ctx),
        Command::Test(test) => test::run(&ctx, &test.selection(&ctx.root)?),
        Command::Fuzz(_) => tool::run(&ctx, "fuzz", &options),
        Command::Frames(_) => tool::run(&ctx, "yardstick", &options),
        Command::Crates(_) => tool::run(&ctx, "crates", &options),
        Command::Bench(Bench::Compile(compile)) => bench::run(&ctx, compile),
        Command::Bench(Bench::CortexM) => bench::cortex_m::run(&ctx),
        Command::Soak => soak::run(&ctx),
    }
}
