//! What `./x` can be told, checked before anything is set up or built.

use std::path::{Path, PathBuf};

use anyhow::Result;
use arguments::{Arguments, Crates, Frames, Fuzz, Gpu, Interleave, Survey};
use clap::{Args, Parser, Subcommand};

use crate::ctx;
use crate::debian::Release;
use crate::test::Selection;

/// Set-up, demo, tests and measurements of llvmcoro. All but `clean` first install and build what is
/// missing, under build/ and dist/
#[derive(Debug, Parser)]
#[command(name = "./x", bin_name = "./x")]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Make everything under build/ and dist/; what is up to date is left alone
    Setup,
    /// Make the archive that people install, and say where it is
    Dist,
    /// Make a book of the Markdown pages, check its links, and say where it is
    Book,
    /// Build the demo firmware by stock rustc and through the plugin, run both, compare
    Demo,
    Test(Test),
    /// Look at formatting, lints, documentation and links, as the kind `check` of the tests does
    Check {
        /// A part of the names of what is looked at: rustfmt, clippy, rustdoc, a folder, …
        name: Option<String>,
        /// Only clippy in the workspace of the current folder, with cargo's messages as JSON, as
        /// editors want them
        #[arg(long, conflicts_with = "name")]
        json: bool,
    },
    Fuzz(Fuzz),
    Frames(Frames),
    Crates(Crates),
    Survey(Survey),
    Gpu(Gpu),
    /// Print what compiling costs, what firmware takes, or how fast interleaved lookups are
    #[command(subcommand)]
    Bench(Bench),
    Debian(Debian),
    /// Work on the patches to LLVM's coroutine passes
    #[command(subcommand)]
    Patch(Patch),
    /// Run the tests of programs on boards and of frames' sizes on every target; `./x test` does with some of
    /// them
    Targets,
    /// Run the soak test for a day of virtual time (most of an hour)
    Soak,
    /// Remove build/ and dist/, but keep what was downloaded
    Clean {
        /// Remove what was downloaded, too
        #[arg(long)]
        all: bool,
    },
}

/// Run every test, those of a kind, or those with a name
#[derive(Debug, Args)]
pub struct Test {
    /// A kind of tests, as the last line of `./x test` counts them and the files in testsuite/tests
    /// are named; any other word is a part of the names of the tests to run, of all kinds
    #[arg(value_name = "KIND|NAME")]
    first: Option<String>,
    /// A part of the names of the tests to run, of this kind
    #[arg(value_name = "NAME")]
    second: Option<String>,
}

impl Test {
    /// Which tests these are.
    pub fn selection(&self, root: &Path) -> Result<Selection> {
        Selection::of(root, self.first.as_deref(), self.second.as_deref())
    }
}

/// What is measured.
#[derive(Debug, Subcommand)]
pub enum Bench {
    Compile(Compile),
    /// Print flash, RAM, stack and instructions of programs on embassy, RTIC, lilos and futures-util,
    /// stock against the plugin, and runtime-min against embassy
    CortexM,
    Interleave(Interleave),
}

/// What is done with the patches in llvm-patches/.
#[derive(Debug, Subcommand)]
pub enum Patch {
    /// Make build/llvm-git: LLVM's files and, on top of them, one commit for each patch
    Edit,
    /// Write the commits of build/llvm-git back as the series
    Save,
    /// Check that the series is as `save` writes it, and that clang-format agrees with its lines
    Check,
    /// Apply the patches in turn; build each stage and run its tests (many minutes)
    Test,
}

/// Run the set-up, the demo and the tests from nothing in folders of Debian 12 and 13, which
/// debootstrap makes (hours)
#[derive(Debug, Args)]
pub struct Debian {
    /// One release alone
    #[arg(long, value_enum)]
    pub release: Option<Release>,
    /// Go on in the folder of an earlier run
    #[arg(long)]
    pub keep: bool,
    /// A command of ./x to run there, in the place of `demo` and `test`
    #[arg(value_name = "COMMAND", trailing_var_arg = true)]
    pub command: Vec<String>,
}

/// Print what compiling costs, as ratios to stock (about 10 minutes)
#[derive(Debug, Args)]
pub struct Compile {
    /// A generated tree of async functions alone
    #[arg(long)]
    pub tree: bool,
    /// A program with its crates alone: the HTTP server of this repository, or PACKAGEs of the graph
    /// of a MANIFEST, the program's first
    #[arg(long, num_args = 0.., value_names = ["MANIFEST", "PACKAGE"], conflicts_with = "tree")]
    pub real: Option<Vec<String>>,
}

impl Compile {
    /// The manifest and packages that `--real` names, if it names some.
    pub fn subject(&self) -> Option<(PathBuf, &[String])> {
        let (manifest, packages) = self.real.as_deref()?.split_first()?;
        Some((manifest.into(), packages))
    }

    fn check(&self) -> Result<(), String> {
        let Some((manifest, packages)) = self.subject() else { return Ok(()) };
        if packages.is_empty() {
            return Err("--real takes a MANIFEST and at least one PACKAGE, or nothing".to_owned());
        }
        if !manifest.is_file() {
            return Err(format!("--real: there is no file {}", manifest.display()));
        }
        Ok(())
    }
}

impl Debian {
    fn check(&self) -> Result<(), String> {
        if self.command.is_empty() {
            return Ok(());
        }
        let words = ["./x"].into_iter().chain(self.command.iter().map(String::as_str));
        let there = Cli::try_parse_from(words).map_err(|error| error.to_string())?;
        there.check()
    }
}

impl Arguments for Cli {
    fn check(&self) -> Result<(), String> {
        match &self.command {
            Command::Test(test) => {
                let selection = ctx::root().and_then(|root| test.selection(&root));
                selection.map(drop).map_err(|error| format!("{error:#}"))
            }
            Command::Fuzz(fuzz) => fuzz.check(),
            Command::Frames(frames) => frames.check(),
            Command::Crates(crates) => crates.check(),
            Command::Gpu(gpu) => gpu.check(),
            Command::Survey(survey) => survey.check(),
            Command::Debian(debian) => debian.check(),
            Command::Bench(Bench::Compile(compile)) => compile.check(),
            Command::Setup
            | Command::Dist
            | Command::Demo
            | Command::Book
            | Command::Check { .. }
            | Command::Bench(Bench::CortexM | Bench::Interleave(_))
            | Command::Patch(_)
            | Command::Targets
            | Command::Soak
            | Command::Clean { .. } => Ok(()),
        }
    }
}
