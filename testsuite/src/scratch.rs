//! Folders for what tests make.

use std::fs;
use std::hash::{DefaultHasher, Hasher};
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use anyhow::{Context, Result};
use testsuite_support::Layout;
use testsuite_support::firmware::Target;

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
    /// The tests of a file run concurrently, and only one of them may empty the folder.
    static EMPTYING: Mutex<()> = Mutex::new(());
    let _emptying = EMPTYING.lock().unwrap_or_else(PoisonError::into_inner);
    let folder = layout.build.join("testsuite/stages").join(name);
    let stamp = folder.with_extension("plugin");
    let hash = plugin_hash(layout)?;
    if fs::read_to_string(&stamp).ok().as_ref() != Some(&hash) {
        if folder.exists() {
            fs::remove_dir_all(&folder).with_context(|| folder.display().to_string())?;
        }
        fs::create_dir_all(&folder).with_context(|| folder.display().to_string())?;
        fs::write(&stamp, hash).with_context(|| stamp.display().to_string())?;
    }
    Ok(Lowered::in_folder(&folder))
}

/// The stages of the firmware's crates. All tests share them, so common crates are compiled once.
pub fn firmware_stages(layout: &Layout, target: Target) -> Result<Lowered> {
    kept_stages(layout, &format!("firmware-{}", target.triple()))
}

fn plugin_hash(layout: &Layout) -> Result<String> {
    let plugin = layout.dist.join("lib/librustc_codegen_llvmcoro.so");
    let mut hasher = DefaultHasher::new();
    hasher.write(&fs::read(&plugin).with_context(|| plugin.display().to_string())?);
    Ok(format!("{:016x}", hasher.finish()))
}
