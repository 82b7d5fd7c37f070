//! `./x patch`: work on the patches to LLVM as on commits.

mod mail;
pub mod series;
mod stages;
mod tree;

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};

use crate::args::Patch;
use crate::ctx::{self, Ctx};
use crate::{cmd, fsx, setup};
use tree::Tree;

/// Does what the command says. Needs LLVM's sources alone: a series that does not compile can be
/// edited.
pub fn run(ctx: &Ctx, command: &Patch) -> Result<()> {
    match command {
        Patch::Edit => edit(ctx),
        Patch::Save => save(ctx),
        Patch::Check => check(ctx),
        Patch::Test => {
            setup::llvm_sources(ctx)?;
            stages::run(ctx)
        }
    }
}

/// The folder of the series.
pub fn dir(root: &Path) -> PathBuf {
    root.join("llvm-patches")
}

/// Where the git repository is.
fn tree_dir(root: &Path) -> PathBuf {
    root.join("build/llvm-git")
}

fn edit(ctx: &Ctx) -> Result<()> {
    check_saved()?;
    setup::llvm_sources(ctx)?;
    let patches = series::read(&dir(&ctx.root))?;
    let place = tree_dir(&ctx.root);
    Tree::create(&place, &setup::llvm_source_root(ctx), &patches)?;
    println!(
        "{} has LLVM's files, and {} patches as commits. Commit, amend or rebase there; then \
         `./x patch save`.",
        place.display(),
        patches.len()
    );
    Ok(())
}

fn save(ctx: &Ctx) -> Result<()> {
    let place = tree_dir(&ctx.root);
    let tree = Tree::open(&place)
        .with_context(|| format!("{} is not there: `./x patch edit` makes it", place.display()))?;
    tree.check_clean()?;
    let series = dir(&ctx.root);
    ensure!(
        tree.saved_patches()? == tree::files_in(&series)?,
        "llvm-patches/ has changed since the last `./x patch edit` or `save`: what is new there would be \
         lost. Move {} away, run `./x patch edit`, and rebase your commits on what that makes",
        place.display()
    );
    let patches = tree.patches()?;
    let changed = tree::write_series(&series, &patches)?;
    tree.mark_saved()?;
    println!("{} patches, {} files changed", patches.len(), changed.len());
    for name in changed {
        println!("  {name}");
    }
    Ok(())
}

/// Checks that `save` would write the series as it is, and that clang-format would change none of its
/// lines, nor of our own C++.
pub fn check(ctx: &Ctx) -> Result<()> {
    setup::llvm_sources(ctx)?;
    let dir = dir(&ctx.root);
    let place = ctx.build.join("patch-check");
    let tree = Tree::create(&place, &setup::llvm_source_root(ctx), &series::read(&dir)?)?;
    let saved = tree.patches()?;
    let kept = tree::files_in(&dir)?;
    for (saved, kept) in saved.iter().zip(&kept) {
        ensure!(saved == kept, "{} is not as `./x patch save` writes it", kept.0);
    }
    ensure!(saved.len() == kept.len(), "some patches of the series are no commits");
    for (commit, (name, _)) in tree.commits()?.iter().zip(&kept) {
        let diff = tree.unformatted(commit)?;
        ensure!(diff.is_empty(), "clang-format would change what {name} adds:\n{diff}");
    }
    let mut own = fsx::list(&ctx.root.join("codegen-llvmcoro/cpp"))?;
    own.retain(|path| path.extension().is_some_and(|extension| extension == "cpp"));
    let mut clang_format = Command::new(tree::CLANG_FORMAT);
    cmd::output(clang_format.args(["--style=LLVM", "--dry-run", "--Werror"]).args(own))?;
    fsx::remove(&place)?;
    println!("{} patches are as `save` writes them, and formatted", kept.len());
    Ok(())
}

/// Refuses to go on if the repository has something that was not saved.
pub fn check_saved() -> Result<()> {
    let place = tree_dir(&ctx::root()?);
    let Some(tree) = Tree::open(&place) else { return Ok(()) };
    let would_be_lost = || {
        format!(
            "what is in {} would be lost: save it by `./x patch save`, or remove the folder",
            place.display()
        )
    };
    tree.check_clean().with_context(would_be_lost)?;
    ensure!(tree.is_saved()?, would_be_lost());
    Ok(())
}
