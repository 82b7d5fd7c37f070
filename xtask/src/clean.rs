//! `./x clean`: removes what the other commands made.

use std::fs;

use anyhow::{Context, Result};

use crate::{ctx, fsx, patch};

/// Removes `build/` and `dist/`; keeps `build/download/` unless `downloads` is set. Refused while
/// `build/` has commits on LLVM that are not saved.
pub fn run(downloads: bool) -> Result<()> {
    patch::check_saved()?;
    let root = ctx::root()?;
    fsx::remove(&root.join("dist"))?;
    let build = root.join("build");
    if downloads {
        return fsx::remove(&build);
    }
    for entry in fs::read_dir(&build).with_context(|| format!("reading {}", build.display()))? {
        let path = entry?.path();
        if !path.ends_with("download") {
            fsx::remove(&path)?;
        }
    }
    Ok(())
}
