//! LLVM's sources and tests with the patches of the series applied.

use std::path::{Path, PathBuf};

use anyhow::Result;

use super::llvm_source;
use crate::cmd::Log;
use crate::ctx::Ctx;
use crate::digest::Input;
use crate::fsx;
use crate::patch::{self, series};
use crate::step::{Run, Step};

/// The name of the step.
pub const NAME: &str = "llvm patches";

/// The root of the patched sources, which has the folder `llvm`.
pub fn root(ctx: &Ctx) -> PathBuf {
    ctx.build.join("llvm-patched")
}

/// Where LLVM's tests of the passes are, and those of the patches, below a root.
pub const TESTS: &str = "llvm/test/Transforms/Coroutines";

/// The step that applies the patches.
pub fn step(ctx: &Ctx) -> Result<Step<'_>> {
    let dir = patch::dir(&ctx.root);
    let patches = series::read(&dir)?;
    let mut inputs = vec![
        Input::text(include_str!("llvm_patched.rs")),
        Input::text(include_str!("../patch/series.rs")),
        Input::File(dir.join(series::FILE)),
    ];
    inputs.extend(patches.into_iter().map(Input::File));
    Ok(Step {
        name: NAME,
        after: vec![llvm_source::NAME],
        inputs,
        outputs: vec![root(ctx)],
        advice: "a patch in llvm-patches/ does not apply to LLVM's sources in build/llvm-source/: \
                 `./x patch edit` and `./x patch save` write patches that do",
        action: Box::new(move |run| apply(ctx, run)),
    })
}

fn apply(ctx: &Ctx, run: &Run<'_>) -> Result<()> {
    let tree = run.scratch.join("source");
    let patches = series::read(&patch::dir(&ctx.root))?;
    apply_to_copy(&llvm_source::root(ctx), &patches, &tree, run.log)?;
    fsx::publish(&tree, &root(ctx))
}

/// Makes `tree` a copy of `source` with `patches` applied.
pub fn apply_to_copy(source: &Path, patches: &[PathBuf], tree: &Path, log: &Log) -> Result<()> {
    fsx::remove(tree)?;
    fsx::copy_tree(source, tree)?;
    patches.iter().try_for_each(|patch| series::apply(patch, tree, log))
}
