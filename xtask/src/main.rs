//! The build system behind `./x`: makes everything that the plugin, its tests and its demo need.
//!
//! Each command is a module of its own; `setup` is a graph of cached [`step`]s that the other
//! commands run first.

mod bench;
mod clean;
mod cmd;
mod ctx;
mod demo;
mod digest;
mod fsx;
mod pins;
mod progress;
mod run_lines;
mod setup;
mod soak;
mod step;
mod test;
mod tool;
mod toolchain;

use std::process::ExitCode;

use anyhow::{Result, bail};

use crate::ctx::Ctx;

const USAGE: &str = "\
usage: ./x COMMAND

  setup           make everything under build/ and dist/ (cached: a second run takes a second)
  demo            set up, then build the demo firmware stock and with the plugin, run both, compare
  test [FILTER]   set up, then run every test (whose name contains FILTER)
  fuzz [OPTIONS]  set up, then compare stock and plugin on random programs: --seeds N, --start S,
                  --target host|thumbv7em, --jobs J, --no-reduce (docs/fuzzing.md)
  frames [WHAT]   set up, then measure the frames of a part of the corpus (micro, embassy, real), of
                  all of it, or of a FILE.rs or a crate's folder: --target T, --json FILE,
                  --explain NAME (docs/frames.md)
  crates          set up, then compare stock and plugin on crates from the registry, and run their
                  own tests: --update, --relock (docs/real-crates.md)
  bench compile   set up, then print what compiling costs, as ratios to stock (about 10 minutes)
  bench cortex-m  set up, then print flash, RAM, stack and instructions of programs on embassy, RTIC,
                  lilos and futures-util, stock against the plugin, and runtime-min against embassy
  soak            set up, then run the soak test for a day of virtual time (most of an hour)
  clean           remove build/ and dist/, but keep what was downloaded (--all: that too)
  help            print this
";

fn main() -> ExitCode {
    // Under these names xtask stands in for rustc and for the linker, in a step of the set-up.
    if let Some(role) = setup::metadata_compiler::Role::of_this_process() {
        return role.run();
    }
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    match run(&args) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(args: &[&str]) -> Result<()> {
    match args {
        ["setup"] => setup::run(&Ctx::new()?),
        ["demo"] => {
            let ctx = Ctx::new()?;
            setup::run(&ctx)?;
            demo::run(&ctx)
        }
        ["test"] => test::run(&Ctx::new()?, None),
        ["test", filter] => test::run(&Ctx::new()?, Some(filter)),
        ["fuzz", options @ ..] => tool::run(&Ctx::new()?, "fuzz", options),
        ["frames", options @ ..] => tool::run(&Ctx::new()?, "yardstick", options),
        ["crates", options @ ..] => tool::run(&Ctx::new()?, "crates", options),
        ["bench", "compile", options @ ..] => bench::run(&Ctx::new()?, options),
        ["bench", "cortex-m"] => bench::cortex_m::run(&Ctx::new()?),
        ["soak"] => {
            let ctx = Ctx::new()?;
            setup::run(&ctx)?;
            soak::run(&ctx)
        }
        ["clean"] => clean::run(false),
        ["clean", "--all"] => clean::run(true),
        ["help" | "--help" | "-h"] => {
            print!("{USAGE}");
            Ok(())
        }
        [] => bail!("a command is missing\n{USAGE}"),
        _ => bail!("unknown command `{}`\n{USAGE}", args.join(" ")),
    }
}
