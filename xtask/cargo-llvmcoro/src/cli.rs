//! What `cargo llvmcoro` can be told beside cargo's own commands.

use clap::{Parser, Subcommand};

use crate::compare::Compare;
use crate::frames::{Frames, WhyLarge};

/// Cargo with the llvmcoro plugin: async fns and other coroutines are lowered by LLVM, and their frames
/// are smaller.
///
/// Every command of cargo's that compiles works as ever, with the same options; build scripts and
/// proc macros are compiled by stock rustc. Other commands, aliases, and those of other programs
/// (nextest, clippy) are handed on to cargo.
#[derive(Debug, Parser)]
#[command(
    name = "cargo llvmcoro",
    bin_name = "cargo llvmcoro",
    override_usage = "cargo llvmcoro <COMMAND> [OPTIONS]",
    disable_version_flag = true,
    disable_help_subcommand = true,
    after_help = ENVIRONMENT
)]
pub struct Cli {
    /// Print the version of the tool, and of the compiler that its plugin is for
    #[arg(short = 'V', long)]
    pub version: bool,
    /// A command of this tool.
    #[command(subcommand)]
    pub command: Option<Own>,
}

const ENVIRONMENT: &str = "\
Every command of cargo's: build, run, test, check, …

Environment:
  CARGO_LLVMCORO_OPTIONS  options of the plugin, as -llvmcoro-print-frames
  CARGO_LLVMCORO_CARGO    another cargo than Debian's, which cannot fetch from git";

/// The commands that cargo does not have.
#[derive(Debug, Subcommand)]
#[expect(missing_docs, reason = "their text, which `help` prints, is at their arguments")]
pub enum Own {
    Compare(Compare),
    Frames(Frames),
    Why(WhyLarge),
    /// Print this, or the help of a command
    Help {
        /// A command of this tool, or of cargo's
        command: Option<String>,
    },
}

impl Own {
    /// Whether there is such a command.
    pub fn has(name: &str) -> bool {
        <Self as Subcommand>::has_subcommand(name)
    }
}
