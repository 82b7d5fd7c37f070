//! The pinned rustc, cargo and LLVM of this machine, and the refusal of any other version.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};

use crate::digest::Input;
use crate::{cmd, pins};

/// Tools of the pinned versions.
pub struct Toolchain {
    /// Debian's rustc. `LLVMCORO_RUSTC` may name another one, which then has to be as pinned.
    pub rustc: PathBuf,
    /// Debian's cargo.
    pub cargo: PathBuf,
    /// What `rustc -vV` prints.
    pub verbose_version: String,
    /// The installed `librustc_driver-*.so`, the one that [`rustc`](Self::rustc) loads.
    pub driver: PathBuf,
    /// `llvm-config` of the pinned LLVM; `LLVMCORO_LLVM_CONFIG` may name another one.
    pub llvm_config: PathBuf,
    /// The folder of `opt`, `FileCheck` and their kin.
    pub llvm_bin: PathBuf,
    /// The folder that llvm-sys knows as its prefix.
    pub llvm_prefix: PathBuf,
    packages: BTreeMap<String, String>,
}

impl Toolchain {
    /// Finds the tools; an error that says what to do if one has another version.
    pub fn detect() -> Result<Self> {
        let rustc = tool("LLVMCORO_RUSTC", "/usr/bin/rustc");
        let verbose_version = cmd::output(cmd::clean(&rustc).arg("-vV"))?;
        check_rustc(&rustc, &verbose_version)?;

        let llvm_config = tool("LLVMCORO_LLVM_CONFIG", "/usr/bin/llvm-config-22");
        let ask = |option| -> Result<String> {
            Ok(cmd::output(Command::new(&llvm_config).arg(option))?.trim().to_owned())
        };
        let version = ask("--version")?;
        ensure!(
            version == pins::LLVM_RELEASE,
            "{} is of LLVM {version}, but this project works with LLVM {release} only: install \
             Debian's packages llvm-22 and llvm-22-dev in version {release}",
            llvm_config.display(),
            release = pins::LLVM_RELEASE,
        );
        Ok(Self {
            driver: driver_of(&rustc)?,
            rustc,
            cargo: PathBuf::from("/usr/bin/cargo"),
            verbose_version,
            llvm_bin: ask("--bindir")?.into(),
            llvm_prefix: ask("--prefix")?.into(),
            llvm_config,
            packages: installed_packages()?,
        })
    }

    /// The value of a line of `rustc -vV`.
    pub fn rustc_fact(&self, key: &str) -> Result<&str> {
        fact(&self.verbose_version, key)
            .with_context(|| format!("`{} -vV` has no line `{key}`", self.rustc.display()))
    }

    /// `names` with their installed versions, for the key of a step and for messages.
    pub fn package_versions(&self, names: &[&str]) -> String {
        let version = |name: &&str| match self.packages.get(*name) {
            Some(version) => format!("{name} {version}"),
            None => format!("{name} (not installed)"),
        };
        names.iter().map(version).collect::<Vec<_>>().join(", ")
    }

    /// All that identifies the compiler, for the key of a step.
    pub fn rustc_input(&self) -> Input {
        Input::text(format!(
            "{}\n{}\n{}",
            self.verbose_version,
            self.driver.display(),
            self.package_versions(pins::RUSTC_PACKAGES)
        ))
    }

    /// A clean cargo that uses the pinned rustc and its rustdoc.
    pub fn cargo(&self) -> Command {
        let mut command = cmd::clean(&self.cargo);
        command.env("RUSTC", &self.rustc).env("RUSTDOC", self.rustc.with_file_name("rustdoc"));
        command
    }
}

fn tool(variable: &str, default: &str) -> PathBuf {
    std::env::var_os(variable).map_or_else(|| default.into(), PathBuf::from)
}

fn fact<'a>(verbose_version: &'a str, key: &str) -> Option<&'a str> {
    verbose_version.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix(": "))
}

fn check_rustc(rustc: &Path, verbose_version: &str) -> Result<()> {
    let release = fact(verbose_version, "release").unwrap_or("of an unknown release");
    let llvm = fact(verbose_version, "LLVM version").unwrap_or("of an unknown version");
    let host = fact(verbose_version, "host").unwrap_or("an unknown host");
    if release != pins::RUSTC_RELEASE || llvm != pins::LLVM_RELEASE || host != pins::HOST {
        bail!(
            "{} is rustc {release} with LLVM {llvm} for {host}, but this project works with rustc \
             {} with LLVM {} for {} only: install Debian's package rustc-web in version {}",
            rustc.display(),
            pins::RUSTC_RELEASE,
            pins::LLVM_RELEASE,
            pins::HOST,
            pins::RUSTC_RELEASE,
        );
    }
    Ok(())
}

/// The driver library that `rustc`'s executable names as needed.
fn driver_of(rustc: &Path) -> Result<PathBuf> {
    let dynamic = cmd::output(Command::new("readelf").args(["--dynamic", "--wide"]).arg(rustc))?;
    let name = dynamic
        .lines()
        .filter(|line| line.contains("(NEEDED)"))
        .find_map(|line| {
            let (_, name) = line.split_once('[')?;
            name.strip_suffix(']').filter(|name| name.starts_with("librustc_driver-"))
        })
        .with_context(|| format!("{} does not name its librustc_driver", rustc.display()))?;
    ["/usr/lib/x86_64-linux-gnu", "/usr/lib"]
        .iter()
        .map(|dir| Path::new(dir).join(name))
        .find(|path| path.is_file())
        .with_context(|| format!("{name} is missing: install Debian's package rustc-web again"))
}

fn installed_packages() -> Result<BTreeMap<String, String>> {
    let list = cmd::output(
        Command::new("dpkg-query")
            .args(["--show", "--showformat=${db:Status-Status} ${Package} ${Version}\n"]),
    )?;
    Ok(list
        .lines()
        .filter_map(|line| line.strip_prefix("installed ")?.split_once(' '))
        .map(|(name, version)| (name.to_owned(), version.to_owned()))
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    const OURS: &str = "rustc 1.96.0 (ac68faa20 2026-05-25)\nhost: x86_64-unknown-linux-gnu\n\
                        release: 1.96.0\nLLVM version: 22.1.8\n";

    #[test]
    fn the_pinned_compiler_is_accepted() {
        check_rustc(Path::new("rustc"), OURS).unwrap();
    }

    #[test]
    fn others_are_refused_by_name() {
        for (from, to) in [("release: 1.96.0", "release: 1.85.0"), ("22.1.8", "19.1.7")] {
            let other = OURS.replace(from, to);
            let message = check_rustc(Path::new("/opt/rustc"), &other).unwrap_err().to_string();
            assert!(message.contains("/opt/rustc is rustc 1."), "{message}");
            assert!(message.contains("install Debian's package rustc-web"), "{message}");
        }
    }
}
