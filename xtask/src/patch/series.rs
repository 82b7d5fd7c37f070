//! The patch series: which patches there are, and how they are applied.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};

use crate::cmd::Log;
use crate::fsx;

/// The file that lists the patches in the order in which they apply, one name a line.
pub const FILE: &str = "series";

/// The patches that a folder's `series` lists, in order.
pub fn read(dir: &Path) -> Result<Vec<PathBuf>> {
    let path = dir.join(FILE);
    let patches: Vec<_> = fsx::read(&path)?.lines().map(|name| dir.join(name)).collect();
    ensure!(!patches.is_empty(), "{} lists no patch", path.display());
    if let Some(missing) = patches.iter().find(|patch| !patch.is_file()) {
        bail!("{} lists {}, which is not there", path.display(), missing.display());
    }
    Ok(patches)
}

/// Applies one patch to the sources in `tree`.
pub fn apply(patch: &Path, tree: &Path, log: &Log) -> Result<()> {
    // No fuzz: a patch that fits only nearly is a patch for other sources.
    let mut command = Command::new("patch");
    command
        .args(["--strip=1", "--fuzz=0", "--batch", "--forward", "--no-backup-if-mismatch"])
        .arg("--directory")
        .arg(tree)
        .arg("--input")
        .arg(patch);
    log.run(&mut command).with_context(|| format!("applying {}", patch.display()))
}
