//! Debian's packages that the distribution uses, and which of them are missing.

use std::path::{Path, PathBuf};

use crate::{cargo, compiler};

/// A package that is not installed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missing {
    name: &'static str,
    /// The file by which that was told.
    file: PathBuf,
    /// Whether its version is the compiler's.
    is_rusts: bool,
}

/// The packages that are missing on this machine.
pub fn missing() -> Vec<Missing> {
    missing_where(&|path| path.exists())
}

/// Those of which `exists` denies a file. LLVM's library comes with rustc, which depends on it.
fn missing_where(exists: &dyn Fn(&Path) -> bool) -> Vec<Missing> {
    let package =
        |name, file: &str, is_rusts| Missing { name, file: PathBuf::from(file), is_rusts };
    let packages = [
        Missing { file: compiler::rustc(), ..package("rustc-web", "", true) },
        Missing { file: cargo::program(), ..package("cargo-web", "", true) },
        package("libstd-rust-web-dev", "/usr/lib/rustlib/x86_64-unknown-linux-gnu/lib", true),
        // The linker of the bare targets.
        package("lld-22", "/usr/lib/llvm-22/bin/lld", false),
    ];
    packages.into_iter().filter(|package| !exists(&package.file)).collect()
}

/// What to do about missing packages, `release` being the compiler's that the plugin is for.
pub fn advice(missing: &[Missing], release: &str) -> String {
    let because = |package: &Missing| format!("{} is missing", package.file.display());
    let install = |package: &Missing| match package.is_rusts {
        true => format!("'{}={release}*'", package.name),
        false => package.name.to_owned(),
    };
    let because: Vec<_> = missing.iter().map(because).collect();
    let install: Vec<_> = missing.iter().map(install).collect();
    format!(
        "{}: install Debian's packages: apt-get install {}",
        because.join(", "),
        install.join(" ")
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_package_is_named() {
        assert_eq!(missing_where(&|_| true), []);
        let without_lld = missing_where(&|path| !path.ends_with("lld"));
        assert_eq!(
            advice(&without_lld, "1.96.0"),
            "/usr/lib/llvm-22/bin/lld is missing: install Debian's packages: apt-get install lld-22"
        );
        let all = advice(&missing_where(&|_| false), "1.96.0");
        assert!(all.ends_with(
            "apt-get install 'rustc-web=1.96.0*' 'cargo-web=1.96.0*' \
             'libstd-rust-web-dev=1.96.0*' lld-22"
        ));
    }
}
