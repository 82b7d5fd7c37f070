//! Folders for what tests make.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};
use testsuite_support::Layout;
use testsuite_support::firmware::Target;
use testsuite_support::outputs::Inputs;

use crate::Lowered;

/// An empty folder below the project's build folder; `name` is unique among all tests.
pub fn scratch(layout: &Layout, name: &str) -> Result<PathBuf> {
    let path = layout.build.join("testsuite/scratch").join(name);
    if path.exists() {
        fs::remove_dir_all(&path).with_context(|| format!("emptying {}", path.display()))?;
    }
    fs::create_dir_all(&path).with_context(|| format!("making {}", path.display()))?;
    Ok(path)
}

/// A folder for the stages of what cargo builds. Cargo recompiles only what has changed, so the
/// stages of earlier runs stay, unless another plugin made them.
pub fn kept_stages(layout: &Layout, name: &str) -> Result<Lowered> {
    let folder = layout.build.join("testsuite/stages").join(name);
    Inputs::plugin(layout)?.keep(&folder)?;
    Ok(Lowered::in_folder(&folder))
}

/// The stages of the firmware's crates. All tests share them, so common crates are compiled once.
pub fn firmware_stages(layout: &Layout, target: Target) -> Result<Lowered> {
    kept_stages(layout, &format!("firmware-{}", target.triple()))
}
