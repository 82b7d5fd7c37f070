//! `./x setup`: everything that the plugin needs, and the plugin.
//!
//! ```text
//! rustc-private sysroot ───────────────────────────────┐
//! llvm sources ─ llvm patches ─ llvm coroutine passes ─┴─ backend
//!                                └ llvm's own tests      ╱
//! target sysroots ─────────── wrappers ────────────────╯
//! ```

mod backend;
mod compiler_tool;
mod crate_ids;
mod frame_probe;
pub mod llvm_own_tests;
pub mod llvm_passes;
pub mod llvm_patched;
mod llvm_source;
pub mod metadata_compiler;
mod rustc_private;
mod symbols;
mod target_sysroots;
mod wrappers;

use std::time::Instant;

use anyhow::Result;

use crate::ctx::Ctx;
use crate::step;

pub use llvm_passes::opt_plugin;
pub use llvm_patched::root as llvm_patched_root;
pub use llvm_source::root as llvm_source_root;

/// Fetches and unpacks LLVM's sources, and no more.
pub fn llvm_sources(ctx: &Ctx) -> Result<()> {
    step::run_all(&ctx.build, &[llvm_source::step(ctx)])
}

/// Brings every step up to date; that of the plugin with mutations only if it is wanted.
pub fn run(ctx: &Ctx, mutations: bool) -> Result<()> {
    let start = Instant::now();
    let mut steps = vec![
        rustc_private::step(ctx),
        llvm_source::step(ctx),
        llvm_patched::step(ctx)?,
        llvm_passes::step(ctx)?,
        llvm_own_tests::step(ctx),
        target_sysroots::step(ctx),
        wrappers::step(ctx),
        backend::step(ctx),
        frame_probe::step(ctx),
    ];
    steps.extend(mutations.then(|| backend::mutated_step(ctx)));
    step::run_all(&ctx.build, &steps)?;
    eprintln!("set-up: {} steps up to date ({:.1} s)", steps.len(), start.elapsed().as_secs_f64());
    Ok(())
}
