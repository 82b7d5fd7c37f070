//! The project's folders, and the tools that build it.

use std::path::PathBuf;

use anyhow::{Context, Result};
use testsuite_support::Layout;

use crate::toolchain::Toolchain;

/// The project's folders and its pinned tools; every command gets one.
pub struct Ctx {
    /// The repository's root.
    pub root: PathBuf,
    /// `build/`: intermediate outputs, logs, stamps, downloads.
    pub build: PathBuf,
    /// `dist/`: what a user of the plugin needs (`bin`, `lib`, `libexec`, `sysroot`).
    pub dist: PathBuf,
    /// rustc, cargo and LLVM, checked to be the pinned versions.
    pub tools: Toolchain,
}

impl Ctx {
    /// Finds the folders and checks the tools' versions.
    pub fn new() -> Result<Self> {
        let root = root()?;
        Ok(Self {
            build: root.join("build"),
            dist: root.join("dist"),
            tools: Toolchain::detect()?,
            root,
        })
    }

    /// The layout for code that builds and runs programs.
    pub fn layout(&self) -> Layout {
        Layout {
            root: self.root.clone(),
            build: self.build.clone(),
            dist: self.dist.clone(),
            rustc: self.tools.rustc.clone(),
            cargo: self.tools.cargo.clone(),
        }
    }
}

/// The repository's root, passed by `./x`.
pub fn root() -> Result<PathBuf> {
    std::env::var_os("LLVMCORO_ROOT")
        .map(PathBuf::from)
        .context("LLVMCORO_ROOT is not set: start xtask through ./x")
}
