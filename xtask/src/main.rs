//! The build system behind `./x`: makes everything that the plugin, its tests and its demo need.
//!
//! Each command is a module of its own; `setup` is a graph of cached [`step`]s that the other
//! commands run first. What they are told is checked before that, in [`args`].

mod args;
mod bench;
mod book;
mod check;
mod clean;
mod cmd;
mod ctx;
mod debian;
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
use crate::setup::Part;
use crate::test::Selection;

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

fn run(command: &Command) -> Result<()> {
    if let Command::Clean { all } = command {
        return clean::run(*all);
    }
    let ctx = Ctx::new()?;
    if let Command::Patch(patch) = command {
        return patch::run(&ctx, patch);
    }
    if let Command::Debian(debian) = command {
        return debian::run(&ctx, debian);
    }
    let selection = match command {
        Command::Check { name, .. } => Some(Selection::check(name.clone())),
        Command::Test(test) => Some(test.selection(&ctx.root)?),
        Command::Targets => Some(Selection::of_targets()),
        _ => None,
    };
    let parts = match (command, &selection) {
        (_, Some(selection)) => selection.parts(),
        (Command::Fuzz(fuzz), _) if fuzz.mutation.is_some() => vec![Part::MutatedPlugin],
        (Command::Dist, _) => vec![Part::Archive],
        (Command::Demo, _) => vec![Part::Plugin],
        (Command::Book, _) => vec![Part::Mdbook],
        (Command::Gpu(gpu), _) if gpu.run.is_some() => vec![],
        (Command::Gpu(_), _) => {
            vec![Part::Plugin, Part::TargetSysroots, Part::BitcodeLinker, Part::Ptxas]
        }
        _ => Part::USUAL.to_vec(),
    };
    setup::run(&ctx, &parts)?;
    if let Command::Check { json: true, .. } = command {
        return check::messages(&ctx);
    }
    if let Some(selection) = selection {
        return test::run(&ctx, &selection);
    }
    // The tools read what stands behind the command, which is known to be right.
    let options: Vec<OsString> = std::env::args_os().skip(2).collect();
    match command {
        Command::Setup
        | Command::Check { .. }
        | Command::Test(_)
        | Command::Targets
        | Command::Patch(_)
        | Command::Debian(_)
        | Command::Clean { .. } => Ok(()),
        Command::Dist => {
            println!("{}", setup::archive(&ctx).display());
            Ok(())
        }
        Command::Demo => demo::run(&ctx),
        Command::Book => book::run(&ctx),
        Command::Fuzz(_) => tool::run(&ctx, "fuzz", &options),
        Command::Frames(_) => tool::run(&ctx, "yardstick", &options),
        Command::Crates(_) => tool::run(&ctx, "crates", &options),
        Command::Gpu(_) => tool::run(&ctx, "gpu", &options),
        Command::Survey(_) => tool::run(&ctx, "survey", &options),
        Command::Bench(Bench::Compile(compile)) => bench::run(&ctx, compile),
        Command::Bench(Bench::CortexM) => bench::cortex_m::run(&ctx),
        Command::Bench(Bench::Interleave(_)) => tool::run(&ctx, "lookup-driver", &options[1..]),
        Command::Soak => soak::run(&ctx),
    }
}
