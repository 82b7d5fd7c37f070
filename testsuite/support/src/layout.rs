//! Where things are.

use std::env;
use std::path::PathBuf;

use anyhow::{Context, Result};

/// The project's folders, and the compiler that the plugin is for.
#[derive(Clone, Debug)]
pub struct Layout {
    /// The repository's root.
    pub root: PathBuf,
    /// Where intermediate outputs go.
    pub build: PathBuf,
    /// The plugin, its wrappers and the sysroot with core for the targets.
    pub dist: PathBuf,
    /// Stock rustc.
    pub rustc: PathBuf,
    /// Cargo of the same release.
    pub cargo: PathBuf,
}

impl Layout {
    /// The layout below `LLVMCORO_ROOT`, unless `LLVMCORO_BUILD` and `LLVMCORO_DIST` say otherwise,
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
}
