//! Where the project's files are.

use std::env;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::PathBuf;

use anyhow::{Context, Result};

/// The project's folders, and the compiler that the plugin is for.
#[derive(Clone, Debug)]
pub struct Layout {
    /// The repository's root.
    pub root: PathBuf,
    /// The folder for intermediate outputs.
    pub build: PathBuf,
    /// The plugin, its wrappers and the sysroot with core for the targets.
    pub dist: PathBuf,
    /// Stock rustc.
    pub rustc: PathBuf,
    /// Cargo of the same release.
    pub cargo: PathBuf,
}

impl Layout {
    /// The flag that makes `rustc-llvmcoro` load the plugin with deliberate mistakes instead of its
    /// own.
    pub fn mutated_plugin_flag(&self) -> String {
        let plugin = self.build.join("mutated/librustc_codegen_llvmcoro.so");
        format!("-Zcodegen-backend={}", plugin.display())
    }

    /// The layout below `LLVMCORO_ROOT`, unless `LLVMCORO_BUILD` and `LLVMCORO_DIST` override it,
    /// with Debian's compiler, unless `LLVMCORO_RUSTC` names another.
    pub fn from_env() -> Result<Self> {
        let variable = |name| env::var_os(name).map(PathBuf::from);
        let root = variable("LLVMCORO_ROOT")
            .context("LLVMCORO_ROOT is not set: start the tests by `./x test`")?;
        Ok(Self {
            build: variable("LLVMCORO_BUILD").unwrap_or_else(|| root.join("build")),
            dist: variable("LLVMCORO_DIST").unwrap_or_else(|| root.join("dist")),
            rustc: variable("LLVMCORO_RUSTC").unwrap_or_else(|| "/usr/bin/rustc".into()),
            cargo: "/usr/bin/cargo".into(),
            root,
        })
    }

    /// A number that changes when the libraries for the target `triple` change. Cargo does not see
    /// such a change, which makes everything compiled against them useless.
    ///
    /// # Errors
    /// If `./x setup` has not built them.
    pub fn sysroot_stamp(&self, triple: &str) -> Result<u64> {
        let folder = self.dist.join("sysroot/lib/rustlib").join(triple).join("lib");
        let missing = || format!("{} is missing: run `./x setup`", folder.display());
        let mut files = Vec::new();
        for entry in fs::read_dir(&folder).with_context(missing)? {
            let entry = entry?;
            let facts = entry.metadata()?;
            files.push((entry.file_name(), facts.len(), facts.modified()?));
        }
        files.sort();
        let mut hasher = DefaultHasher::new();
        files.hash(&mut hasher);
        Ok(hasher.finish())
    }
}
