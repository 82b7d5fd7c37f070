//! Whether the compiler on this machine is the one that the plugin was built for.

use std::env;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};

use crate::dist::Dist;
use crate::packages;

/// Debian's rustc; `LLVMCORO_RUSTC` may name another one, which is then checked like any.
pub fn rustc() -> PathBuf {
    env::var_os("LLVMCORO_RUSTC").map_or_else(|| "/usr/bin/rustc".into(), PathBuf::from)
}

/// Refuses every compiler but the one that the plugin was built for, and tells which package is
/// missing.
///
/// # Errors
/// A sentence for the user: what is wrong, and what to do.
pub fn check(dist: &Dist) -> Result<()> {
    let record_path = dist.compiler_record();
    let record = fs::read_to_string(&record_path).with_context(|| {
        format!("the plugin is not built (run `./x setup`): reading {}", record_path.display())
    })?;
    let release = release(&record);
    let missing = packages::missing();
    ensure!(missing.is_empty(), "{}", packages::advice(&missing, release));
    let rustc = rustc();
    let output = Command::new(&rustc)
        .arg("-vV")
        .output()
        .with_context(|| format!("{} cannot be started", rustc.display()))?;
    compare(&rustc, &record, &String::from_utf8_lossy(&output.stdout), |path| {
        fs::metadata(path).map(|meta| meta.len())
    })
}

/// The release in the text of `rustc -vV`.
pub fn release(verbose_version: &str) -> &str {
    let release = verbose_version.lines().find_map(|line| line.strip_prefix("release: "));
    release.unwrap_or("of an unknown release")
}

/// Compares what the set-up recorded (`rustc -vV` and a line `driver: SIZE PATH`) with this machine.
fn compare(
    rustc: &Path,
    record: &str,
    verbose_version: &str,
    size_of: impl Fn(&Path) -> io::Result<u64>,
) -> Result<()> {
    let first = |text: &str| text.lines().next().unwrap_or("no version at all").to_owned();
    let (expected, driver) = record
        .split_once("driver: ")
        .context("lib/compiler.txt names no driver: run `./x setup`")?;
    if expected != verbose_version {
        bail!(
            "{} is {}, but the plugin was built for {}: install that version (Debian's package \
             rustc-web) or, for a change of the pinned version, run `./x setup` again",
            rustc.display(),
            first(verbose_version),
            first(expected),
        );
    }
    let (size, path) = driver
        .trim_end()
        .split_once(' ')
        .context("lib/compiler.txt has no size of the driver: run `./x setup`")?;
    match size_of(Path::new(path)) {
        Ok(actual) if size.parse() == Ok(actual) => Ok(()),
        _ => bail!(
            "{path} is not the file that the plugin was built for, although {} tells the same \
             version: Debian's package has changed; run `./x setup` again",
            rustc.display()
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const VERSION: &str = "rustc 1.96.0 (ac68faa20 2026-05-25)\nrelease: 1.96.0\n";

    fn check(version: &str, size: u64) -> Result<()> {
        let record = format!("{VERSION}driver: 42 /usr/lib/librustc_driver-1.so\n");
        compare(Path::new("/usr/bin/rustc"), &record, version, |_| Ok(size))
    }

    #[test]
    fn the_recorded_compiler_is_accepted_and_others_are_refused() {
        check(VERSION, 42).unwrap();
        let message = check("rustc 1.85.0 (abc 2025-02-17)\nrelease: 1.85.0\n", 42).unwrap_err();
        let message = message.to_string();
        assert!(message.contains("is rustc 1.85.0"), "{message}");
        assert!(message.contains("built for rustc 1.96.0"), "{message}");
        let message = check(VERSION, 43).unwrap_err().to_string();
        assert!(message.contains("run `./x setup` again"), "{message}");
        assert_eq!(release(VERSION), "1.96.0");
    }
}
