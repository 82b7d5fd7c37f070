//! Folders for what the plugin compiles. Cargo never removes what another compiler left in a target
//! folder, and that is gigabytes for each plugin that somebody builds and tests.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use anyhow::{Context, Result};

use crate::Layout;

/// What a folder's contents depend on: the plugin, and whatever else is named.
#[derive(Clone, Debug)]
pub struct Inputs(DefaultHasher);

impl Inputs {
    /// The plugin alone.
    ///
    /// # Errors
    /// If `./x setup` has not built it.
    pub fn plugin(layout: &Layout) -> Result<Self> {
        let mut hasher = DefaultHasher::new();
        hasher.write_u64(plugin_hash(layout.dist.join("lib/librustc_codegen_llvmcoro.so"))?);
        Ok(Inputs(hasher))
    }

    /// And a file's contents.
    ///
    /// # Errors
    /// If it cannot be read.
    pub fn file(mut self, path: &Path) -> Result<Self> {
        fs::read(path).with_context(|| path.display().to_string())?.hash(&mut self.0);
        Ok(self)
    }

    /// And a value.
    pub fn value(mut self, value: &impl Hash) -> Self {
        value.hash(&mut self.0);
        self
    }

    /// Makes `folder`, and removes what other inputs left in it. The tests of a program run
    /// concurrently; programs that share a folder must not.
    ///
    /// # Errors
    /// If it cannot be emptied or made.
    pub fn keep(&self, folder: &Path) -> Result<()> {
        static EMPTYING: Mutex<()> = Mutex::new(());
        let _emptying = EMPTYING.lock().unwrap_or_else(PoisonError::into_inner);
        let hash = format!("{:016x}\n", self.0.finish());
        let stamp = stamp(folder);
        let is_current = fs::read_to_string(&stamp).is_ok_and(|present| present == hash);
        if folder.exists() && !is_current {
            fs::remove_dir_all(folder).with_context(|| folder.display().to_string())?;
        }
        fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
        if !is_current {
            fs::write(&stamp, hash).with_context(|| stamp.display().to_string())?;
        }
        Ok(())
    }
}

/// The file beside a folder that tells what its contents are from.
fn stamp(folder: &Path) -> PathBuf {
    let mut name = OsString::from(folder);
    name.push(".inputs");
    PathBuf::from(name)
}

/// It has 40 MB, and a program of tests asks dozens of times.
fn plugin_hash(plugin: PathBuf) -> Result<u64> {
    static KNOWN: Mutex<BTreeMap<PathBuf, u64>> = Mutex::new(BTreeMap::new());
    let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(hash) = known.get(&plugin) {
        return Ok(*hash);
    }
    let mut hasher = DefaultHasher::new();
    hasher.write(&fs::read(&plugin).with_context(|| plugin.display().to_string())?);
    known.insert(plugin, hasher.finish());
    Ok(hasher.finish())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_inputs_empty_the_folder() {
        let root = std::env::temp_dir().join(format!("outputs-{}", std::process::id()));
        let folder = root.join("stock.x");
        let made = folder.join("made");
        let inputs = |value: u32| Inputs(DefaultHasher::new()).value(&value);

        inputs(1).keep(&folder).unwrap();
        fs::write(&made, "").unwrap();
        inputs(1).keep(&folder).unwrap();
        assert!(made.exists());
        inputs(2).keep(&folder).unwrap();
        assert!(!made.exists() && folder.exists());

        // Nobody knows what these are from.
        fs::write(&made, "").unwrap();
        fs::remove_file(stamp(&folder)).unwrap();
        inputs(2).keep(&folder).unwrap();
        assert!(!made.exists());
        fs::remove_dir_all(&root).unwrap();
    }
}
