//! Arguments of `./x fuzz`.

use std::num::{NonZeroU64, NonZeroUsize};

use clap::builder::PossibleValuesParser;
use clap::{Parser, ValueEnum};

use crate::Arguments;

/// The mistakes that the plugin makes on purpose, by the values of `-llvmcoro-test-mutation`.
pub const MUTATIONS: [&str; 13] = [
    "lost-drop-flag",
    "swapped-suspend-indices",
    "lost-lifetime-end",
    "overlapped-slots",
    "no-poisoning",
    "previous-resume-argument",
    "capture-dropped-twice",
    "destructor-skipped-on-early-drop",
    "wrong-alignment",
    "stale-tag",
    "lost-ub-check",
    "state-in-niche",
    "shared-argument",
];

/// Compare stock rustc and the plugin on random programs (docs/fuzzing.md)
#[derive(Clone, Debug, Parser)]
#[command(bin_name = "./x fuzz")]
pub struct Fuzz {
    /// How many programs [default: 100; 200 with --mutation]
    #[arg(long, value_name = "N")]
    pub seeds: Option<NonZeroU64>,
    /// The first seed; a seed names one program
    #[arg(long, value_name = "S", default_value_t = 1)]
    pub start: u64,
    /// Where the programs run
    #[arg(long, value_enum, default_value_t = Target::Host)]
    pub target: Target,
    /// How many crates at a time
    #[arg(long, value_name = "J", default_value = "2", conflicts_with = "mutation")]
    pub jobs: NonZeroUsize,
    /// Run what the plugin compiles under valgrind's memcheck; on the host only
    #[arg(long)]
    pub valgrind: bool,
    /// Leave programs that differ as they are
    #[arg(long, conflicts_with = "mutation")]
    pub no_reduce: bool,
    /// Show which program finds a mistake that the plugin makes on purpose, or each of them
    #[arg(long, value_name = "NAME", value_parser = PossibleValuesParser::new(
        MUTATIONS.into_iter().chain(["all"])
    ))]
    pub mutation: Option<String>,
    /// Print the program of a seed and do nothing else
    #[arg(long, value_name = "SEED", exclusive = true)]
    pub dump: Option<u64>,
}

/// Where programs run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Target {
    /// On this machine.
    Host,
    /// On a Cortex-M4 under QEMU.
    Thumbv7em,
    /// On 32-bit RISC-V under QEMU.
    Riscv32,
    /// As WebAssembly in Node.
    Wasm32,
}

impl Arguments for Fuzz {
    fn check(&self) -> Result<(), String> {
        if self.valgrind && self.target != Target::Host {
            return Err("--valgrind goes with `--target host` only".to_owned());
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::{accepted, refused};

    #[test]
    fn defaults() {
        let fuzz: Fuzz = accepted("");
        assert_eq!((fuzz.seeds, fuzz.start, fuzz.jobs.get()), (None, 1, 2));
        assert_eq!(fuzz.target, Target::Host);
        let fuzz: Fuzz = accepted("--mutation all --seeds 3 --target thumbv7em");
        assert_eq!(fuzz.mutation.as_deref(), Some("all"));
        assert_eq!(fuzz.target, Target::Thumbv7em);
    }

    #[test]
    fn what_is_wrong_is_named() {
        for (line, option) in [
            ("--seeds many", "--seeds"),
            ("--seeds 0", "--seeds"),
            ("--seeds", "--seeds"),
            ("--jobs 0", "--jobs"),
            ("--target arm", "--target"),
            ("--mutation none", "--mutation"),
            ("--mutation all --no-reduce", "--no-reduce"),
            ("--mutation all --jobs 1", "--jobs"),
            ("--dump 1 --seeds 2", "--dump"),
            ("--valgrind --target thumbv7em", "--valgrind"),
            ("--seed 1", "--seed"),
            ("host", "host"),
        ] {
            refused::<Fuzz>(line, &[option, "Usage: ./x fuzz "]);
        }
    }
}
