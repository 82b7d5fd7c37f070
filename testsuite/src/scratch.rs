//! Where tests put what they make.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};
use testsuite_support::Layout;

/// An empty folder below the project's build folder; `name` is unique among all tests.
pub fn scratch(layout: &Layout, name: &str) -> Result<PathBuf> {
    let path = layout.build.join("testsuite/scratch").join(name);
    if path.exists() {
        fs::remove_dir_all(&path).with_context(|| format!("emptying {}", path.display()))?;
    }
    fs::create_dir_all(&path).with_context(|| format!("making {}", path.display()))?;
    Ok(path)
}
