//! Counts passed and failed checks, and the coroutines lowered for them, for the last lines of `./x
//! test`. The counts go to the file that the environment variable `LLVMCORO_COUNTS` names.

use std::fs::OpenOptions;
use std::io::Write;
use std::{env, fmt};

use anyhow::{Context, Result, ensure};

/// The checks of one test function. [`Tally::finish`] writes a line `KIND PASSED FAILED`.
#[derive(Debug)]
pub struct Tally {
    kind: &'static str,
    passed: usize,
    failures: Vec<String>,
}

impl Tally {
    /// A tally without checks; `kind` is the name of the test's file.
    pub fn new(kind: &'static str) -> Self {
        Tally { kind, passed: 0, failures: Vec::new() }
    }

    /// Adds the result of one check. Its name distinguishes it from the test's other checks.
    pub fn add(&mut self, name: impl fmt::Display, result: Result<()>) {
        match result {
            Ok(()) => self.passed += 1,
            Err(error) => self.failures.push(format!("{name}: {error:#}")),
        }
    }

    /// Writes the counts.
    ///
    /// # Errors
    /// If a check failed, or if there was none.
    pub fn finish(self) -> Result<()> {
        let Tally { kind, passed, failures } = self;
        tell(&format!("{kind} {passed} {}\n", failures.len()))?;
        ensure!(
            failures.is_empty(),
            "{} of {} checks failed:\n{}",
            failures.len(),
            failures.len() + passed,
            failures.join("\n")
        );
        ensure!(passed > 0, "nothing was checked");
        Ok(())
    }
}

/// Records the coroutines lowered in one compilation as a line `KIND lowered COUNT`. The kind is
/// that of the tests in this process.
///
/// # Errors
/// If the line cannot be written.
pub fn tell_lowered(count: usize) -> Result<()> {
    // cargo adds a hash to the name of a test's file.
    let program = env::current_exe().context("the name of this program")?;
    let name = program.file_stem().unwrap_or_default().to_string_lossy();
    let kind = name.rsplit_once('-').map_or(&*name, |(kind, _)| kind);
    tell(&format!("{kind} lowered {count}\n"))
}

fn tell(line: &str) -> Result<()> {
    let Some(path) = env::var_os("LLVMCORO_COUNTS") else { return Ok(()) };
    OpenOptions::new()
        .append(true)
        .create(true)
        .open(&path)
        .and_then(|mut file| file.write_all(line.as_bytes()))
        .with_context(|| format!("writing {}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use anyhow::bail;

    #[test]
    fn one_failure_is_a_failure() {
        let mut tally = Tally::new("lib");
        tally.add("a", Ok(()));
        tally.add("b", (|| bail!("reason"))());
        let message = tally.failures.join("");
        assert!(message.starts_with("b: reason"), "{message}");
        assert_eq!((tally.passed, tally.failures.len()), (1, 1));
    }
}
