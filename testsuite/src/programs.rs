//! The programs of a folder, each a test of its own.

use std::fs;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Context, Result, ensure};
use libtest_mimic::{Arguments, Trial};
use testsuite_support::Layout;

/// The names of the Rust files in `testsuite/FOLDER`, in their order, without extension.
///
/// # Errors
/// If the folder cannot be read, or has fewer than `at_least` of them: a file that is not found looks
/// like one that passes.
pub fn programs(folder: &str, at_least: usize) -> Result<Vec<String>> {
    let folder = Layout::from_env()?.root.join("testsuite").join(folder);
    let names = names(&folder)?;
    let count = names.len();
    ensure!(count >= at_least, "{} has {count} programs, not {at_least}", folder.display());
    Ok(names)
}

fn names(folder: &Path) -> Result<Vec<String>> {
    let shown = || format!("reading {}", folder.display());
    let mut names = Vec::new();
    for entry in fs::read_dir(folder).with_context(shown)? {
        let path = entry.with_context(shown)?.path();
        if path.extension().is_some_and(|extension| extension == "rs") {
            names.extend(path.file_stem().map(|stem| stem.to_string_lossy().into_owned()));
        }
    }
    names.sort();
    Ok(names)
}

/// Runs `check` on each of `names`, as a test of that name, in a program that cargo starts as a test
/// without a harness. All others of libtest's arguments mean what they mean there.
///
/// `at_end` runs when every test has run and passed.
///
/// # Errors
/// Those of `at_end`; a test that fails makes the exit code.
pub fn run(
    names: Vec<String>,
    check: impl Fn(&str) -> Result<()> + Send + Sync + 'static,
    at_end: impl FnOnce() -> Result<()>,
) -> Result<ExitCode> {
    let arguments = Arguments::from_args();
    let check = Arc::new(check);
    let trial = |name: String| {
        let check = Arc::clone(&check);
        Trial::test(name.clone(), move || Ok(check(&name).map_err(|error| format!("{error:#}"))?))
    };
    let conclusion = libtest_mimic::run(&arguments, names.into_iter().map(trial).collect());
    let complete = conclusion.num_filtered_out == 0 && !arguments.list;
    if complete && !conclusion.has_failed() {
        at_end()?;
    }
    Ok(conclusion.exit_code())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rust_files_are_programs_and_nothing_else_is() {
        let folder = std::env::temp_dir().join(format!("testsuite-names-{}", std::process::id()));
        fs::create_dir_all(folder.join("common")).unwrap();
        for file in ["b.rs", "a.rs", "a.txt", "common/mod.rs"] {
            fs::write(folder.join(file), "").unwrap();
        }
        let found = names(&folder);
        fs::remove_dir_all(&folder).unwrap();
        assert_eq!(found.unwrap(), ["a", "b"]);
    }
}
