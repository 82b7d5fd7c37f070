//! The distribution: the folder that this program is a part of.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::options::PluginOptions;
use crate::starts_with;

/// The folder that this program is a part of.
pub struct Dist {
    root: PathBuf,
}

impl Dist {
    /// Finds the folder by the place of the program that runs, which is in `bin`, `libexec` or a
    /// folder below it.
    ///
    /// # Errors
    /// If the program is elsewhere.
    pub fn of_this_program() -> Result<Self> {
        let program = env::current_exe().context("the program's own path is unknown")?;
        let is_root = |folder: &&Path| {
            folder.join("libexec").is_dir() && folder.join("bin/cargo-llvmcoro").is_file()
        };
        let root = program.ancestors().skip(2).take(2).find(is_root);
        let root = root.with_context(|| {
            format!("{} is not in a folder of llvmcoro's distribution", program.display())
        })?;
        Ok(Self { root: root.to_owned() })
    }

    /// The distribution in a folder.
    pub fn at(root: PathBuf) -> Self {
        Self { root }
    }

    /// The folder.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The plugin.
    pub fn plugin(&self) -> PathBuf {
        self.root.join("lib/librustc_codegen_llvmcoro.so")
    }

    /// What the set-up recorded of the compiler that the plugin is for.
    pub fn compiler_record(&self) -> PathBuf {
        self.root.join("lib/compiler.txt")
    }

    /// The sysroot that has every target of the plugin.
    pub fn sysroot(&self) -> PathBuf {
        self.root.join("sysroot")
    }

    /// rustc with the plugin.
    pub fn rustc_with_plugin(&self) -> PathBuf {
        self.root.join("libexec/rustc-with-llvmcoro")
    }

    /// The program that cargo is to call in the place of `rustc` or `rustdoc`, to compile by the
    /// plugin.
    pub fn shim(&self, name: &str) -> PathBuf {
        self.root.join("libexec").join(name)
    }

    /// The program that cargo is to call in the place of `rustc` or `rustdoc`, to compile by stock
    /// against the same sysroot.
    pub fn stock_shim(&self, name: &str) -> PathBuf {
        self.root.join("libexec/stock").join(name)
    }

    /// The rustc that tells the sizes of coroutines.
    pub fn probe(&self) -> PathBuf {
        self.root.join("libexec/frame-probe")
    }

    /// The flag for the sysroot, if `args` does not set one, and if the sysroot has the target that
    /// they name.
    pub fn sysroot_flags(&self, args: &[OsString]) -> Vec<OsString> {
        let has = |target: &str| self.sysroot().join("lib/rustlib").join(target).is_dir();
        if args.iter().any(|arg| starts_with(arg, "--sysroot"))
            || target(args).is_some_and(|target| !has(&target))
        {
            return Vec::new();
        }
        vec!["--sysroot".into(), self.sysroot().into()]
    }

    /// A number that changes when the frame probe does.
    ///
    /// # Errors
    /// If it cannot be read.
    pub fn probe_hash(&self) -> Result<u64> {
        let mut hasher = DefaultHasher::new();
        hasher.write(&read(&self.probe())?);
        Ok(hasher.finish())
    }

    /// A number that changes when the plugin does, its `options`, or the crates of the bare targets:
    /// cargo knows of none of these, and what it compiled against others is of no use any more.
    ///
    /// # Errors
    /// If a file of the distribution cannot be read.
    pub fn hash(&self, options: &PluginOptions) -> Result<u64> {
        let unread = |path: &Path| format!("{} cannot be read", path.display());
        let mut hasher = DefaultHasher::new();
        hasher.write(&read(&self.plugin())?);
        options.hash(&mut hasher);
        let rustlib = self.sysroot().join("lib/rustlib");
        for target in sorted_entries(&rustlib).with_context(|| unread(&rustlib))? {
            let lib = target.join("lib");
            // The host's is a link to the installed one, which rustc's version tells of.
            if !lib.is_dir() || lib.is_symlink() {
                continue;
            }
            for file in sorted_entries(&lib).with_context(|| unread(&lib))? {
                let size = fs::metadata(&file).with_context(|| unread(&file))?.len();
                // Without the folder of the distribution, which can be moved.
                file.file_name().hash(&mut hasher);
                size.hash(&mut hasher);
            }
        }
        Ok(hasher.finish())
    }
}

fn read(path: &Path) -> Result<Vec<u8>> {
    fs::read(path).with_context(|| format!("{} cannot be read", path.display()))
}

/// The target that rustc's or cargo's arguments name.
fn target(args: &[OsString]) -> Option<String> {
    let split = || args.windows(2).find(|pair| pair[0] == "--target").map(|pair| pair[1].to_str());
    let joined = || args.iter().find_map(|arg| arg.to_str()?.strip_prefix("--target="));
    split().flatten().or_else(joined).map(str::to_owned)
}

fn sorted_entries(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut paths = fs::read_dir(folder)?
        .map(|entry| Ok(entry?.path()))
        .collect::<std::io::Result<Vec<_>>>()?;
    paths.sort();
    Ok(paths)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_plugin_option_or_core_is_another_number() {
        let root = env::temp_dir().join(format!("cargo-llvmcoro-hash-{}", std::process::id()));
        let lib = root.join("sysroot/lib/rustlib/thumb/lib");
        fs::create_dir_all(&lib).unwrap();
        fs::create_dir_all(root.join("lib")).unwrap();
        let dist = Dist::at(root.clone());
        let hash = |options: &str| dist.hash(&PluginOptions::parse(options).unwrap()).unwrap();
        fs::write(dist.plugin(), "plugin").unwrap();
        fs::write(lib.join("libcore-1.rlib"), "core").unwrap();
        let first = hash("");
        assert_eq!(first, hash(""));
        let other_options = hash("-llvmcoro-off");
        fs::rename(lib.join("libcore-1.rlib"), lib.join("libcore-2.rlib")).unwrap();
        let other_core = hash("");
        fs::write(dist.plugin(), "another").unwrap();
        let all = [first, other_options, other_core, hash("")];
        assert!(all.iter().enumerate().all(|(at, one)| !all[..at].contains(one)), "{all:?}");
        fs::remove_dir_all(&root).unwrap();
    }

    #[test]
    fn the_sysroot_is_for_its_targets_and_given_once() {
        let root = env::temp_dir().join(format!("cargo-llvmcoro-sysroot-{}", std::process::id()));
        fs::create_dir_all(root.join("sysroot/lib/rustlib/thumb")).unwrap();
        let dist = Dist::at(root.clone());
        let args = |list: &[&str]| list.iter().map(OsString::from).collect::<Vec<_>>();
        let flags = vec![OsString::from("--sysroot"), dist.sysroot().into()];
        assert_eq!(dist.sysroot_flags(&args(&["a.rs"])), flags);
        assert_eq!(dist.sysroot_flags(&args(&["a.rs", "--target", "thumb"])), flags);
        assert!(dist.sysroot_flags(&args(&["a.rs", "--target=wasm"])).is_empty());
        assert!(dist.sysroot_flags(&args(&["--sysroot=/s"])).is_empty());
        fs::remove_dir_all(&root).unwrap();
    }
}
