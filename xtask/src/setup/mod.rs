//! `./x setup`: everything that the plugin needs, and the plugin.
//!
//! ```text
//! rustc-private sysroot ───────────────────────────────┐
//! llvm sources ─ llvm patches ─ llvm coroutine passes ─┴─ backend
//!                                └ llvm's own tests      ╱
//! board sysroots ──┬───────── wrappers ────────────────╯
//!                  └ more target sysroots
//! bitcode linker, ptxas, mdbook
//! ```
//! All that is in `dist/` goes into the archive.

mod archive;
mod backend;
mod bitcode_linker;
mod compiler_tool;
mod crate_ids;
mod frame_probe;
pub mod llvm_own_tests;
pub mod llvm_passes;
pub mod llvm_patched;
mod llvm_source;
mod mdbook;
pub mod metadata_compiler;
mod ptxas;
mod rustc_private;
mod rustc_workspace;
mod symbols;
mod target_sysroots;
mod wrappers;

use std::time::Instant;

use anyhow::Result;

use crate::ctx::Ctx;
use crate::step;

pub use archive::path as archive;
pub use backend::variables as backend_variables;
pub use llvm_passes::opt_plugin;
pub use llvm_patched::root as llvm_patched_root;
pub use llvm_source::root as llvm_source_root;
pub use mdbook::program as mdbook;

pub use rustc_private::sysroot as compiler_sysroot;
pub use target_sysroots::sysroot as target_sysroot;

/// Fetches and unpacks LLVM's sources, and no more.
pub fn llvm_sources(ctx: &Ctx) -> Result<()> {
    step::run_all(&ctx.build, &[llvm_source::step(ctx)], &[])
}

/// What a command may want of the set-up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Metadata of the compiler's crates.
    CompilerCrates,
    /// LLVM's coroutine passes with our patches.
    Passes,
    /// The results of LLVM's own tests with these.
    LlvmsOwnTests,
    /// core and alloc for all targets; the plugin comes with those of the boards.
    TargetSysroots,
    /// The linker of programs for GPUs.
    BitcodeLinker,
    /// NVIDIA's assembler.
    Ptxas,
    /// What makes a book of the pages.
    Mdbook,
    /// The plugin, with the wrapper programs and all that these use.
    Plugin,
    /// The program that tells the sizes of coroutines.
    FrameProbe,
    /// The second plugin, which makes mistakes on purpose.
    MutatedPlugin,
    /// The archive that people install.
    Archive,
    /// The compiler's sources for editors.
    RustcWorkspace,
}

impl Part {
    /// Everything but what only tests of the tests use, and what is fetched for one command.
    pub const USUAL: [Part; 8] = [
        Part::CompilerCrates,
        Part::Passes,
        Part::LlvmsOwnTests,
        Part::TargetSysroots,
        Part::BitcodeLinker,
        Part::Plugin,
        Part::FrameProbe,
        Part::RustcWorkspace,
    ];

    /// The name of the step that makes it.
    fn step(self) -> &'static str {
        match self {
            Part::CompilerCrates => rustc_private::NAME,
            Part::Passes => llvm_passes::NAME,
            Part::LlvmsOwnTests => llvm_own_tests::NAME,
            Part::TargetSysroots => target_sysroots::MORE,
            Part::BitcodeLinker => bitcode_linker::NAME,
            Part::Ptxas => ptxas::NAME,
            Part::Mdbook => mdbook::NAME,
            Part::Plugin => backend::NAME,
            Part::FrameProbe => frame_probe::NAME,
            Part::MutatedPlugin => backend::MUTATED,
            Part::Archive => archive::NAME,
            Part::RustcWorkspace => rustc_workspace::NAME,
        }
    }
}

/// Brings the steps up to date that make these parts, and those that they come after.
pub fn run(ctx: &Ctx, parts: &[Part]) -> Result<()> {
    let start = Instant::now();
    let steps = [
        rustc_private::step(ctx),
        llvm_source::step(ctx),
        llvm_patched::step(ctx)?,
        llvm_passes::step(ctx)?,
        llvm_own_tests::step(ctx),
        target_sysroots::boards_step(ctx),
        target_sysroots::more_step(ctx),
        bitcode_linker::step(ctx),
        ptxas::step(ctx),
        mdbook::step(ctx),
        wrappers::step(ctx),
        backend::step(ctx),
        frame_probe::step(ctx),
        archive::step(ctx),
        backend::mutated_step(ctx),
        rustc_workspace::step(ctx),
    ];
    let names: Vec<_> = parts.iter().map(|part| part.step()).collect();
    let steps = step::needed(steps, &names);
    // A patch that changes tests alone leaves the library as it is, and with it the plugin.
    step::run_all(&ctx.build, &steps, &[llvm_passes::NAME])?;
    eprintln!("set-up: {} steps up to date ({:.1} s)", steps.len(), start.elapsed().as_secs_f64());
    Ok(())
}
