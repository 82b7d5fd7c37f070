//! How many checks passed and failed, for the last line of `./x test`.

use std::fs::OpenOptions;
use std::io::Write;
use std::{env, fmt};

use anyhow::{Context, Result, ensure};

/// The checks of one test function. Its end is told to `./x test` in the file that the environment
/// variable `LLVMCORO_COUNTS` names, as a line `KIND PASSED FAILED`.
#[derive(Debug)]
pub struct Tally {
    kind: &'static str,
    passed: usize,
    failures: Vec<String>,
}

impl Tally {
    /// No check yet; `kind` is the name of the test's file.
    pub fn new(kind: &'static str) -> Self {
        Tally { kind, passed: 0, failures: Vec::new() }
    }

    /// Adds the result of one check. The name tells it apart from the test's other checks.
    pub fn add(&mut self, name: impl fmt::Display, result: Result<()>) {
        match result {
            Ok(()) => self.passed += 1,
            Err(error) => self.failures.push(format!("{name}: {error:#}")),
        }
    }

    /// Tells the counts.
    ///
    /// # Errors
    /// If a check failed, or if there was none.
    pub fn finish(self) -> Result<()> {
        let Tally { kind, passed, failures } = self;
        if let Some(path) = env::var_os("LLVMCORO_COUNTS") {
            let line = format!("{kind} {passed} {}\n", failures.len());
            OpenOptions::new()
                .append(true)
                .create(true)
                .open(&path)
                .and_then(|mut file| file.write_all(line.as_bytes()))
                .with_context(|| format!("writing {}", path.display()))?;
        }
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
