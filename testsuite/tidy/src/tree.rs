//! The files of the tree.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use walkdir::{DirEntry, WalkDir};

/// Folders with files that the project makes and does not own.
const MADE: [&str; 4] = ["build", "dist", "target", ".git"];

/// The root of the repository.
pub fn root() -> PathBuf {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    package.ancestors().nth(2).expect("the package stands in testsuite/").to_owned()
}

/// The files below `root` for which `wanted` holds, relative to it, in the order of their paths.
///
/// # Errors
/// If a folder cannot be read.
pub fn files(root: &Path, wanted: impl Fn(&Path) -> bool) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in WalkDir::new(root).sort_by_file_name().into_iter().filter_entry(|e| !is_made(e)) {
        let entry = entry.context("walking the tree")?;
        let path = entry.path().strip_prefix(root).context("walkdir left the root")?;
        if entry.file_type().is_file() && wanted(path) {
            files.push(path.to_owned());
        }
    }
    Ok(files)
}

fn is_made(entry: &DirEntry) -> bool {
    entry.file_type().is_dir() && MADE.iter().any(|name| entry.file_name() == *name)
}

/// Reads a text file, with its path in the error.
///
/// # Errors
/// If it cannot be read.
pub fn read(path: &Path) -> Result<String> {
    fs::read_to_string(path).with_context(|| format!("reading {}", path.display()))
}
