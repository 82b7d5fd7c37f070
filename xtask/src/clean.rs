//! `./x clean`: removes what the other commands made.

use std::fs;

use anyhow::{Context, Result};

use crate::ctx;
use crate::fsx;

/// Removes `build/` and `dist/`; keeps `build/download/` unless `downloads` is set.
pub fn run(downloads: bool) -> Result<()> {
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
