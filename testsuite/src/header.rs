//! What a program of `run/` says of itself in its first comment.

use std::fmt;
use std::fs;
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::ExitStatus;

use anyhow::{Context, Result, bail, ensure};

use crate::{Matrix, Panic, Stages};

/// How a process ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// By itself, with this status.
    Status(i32),
    /// By this signal.
    Signal(i32),
}

impl Ending {
    /// Of a process that has ended.
    pub fn of(status: ExitStatus) -> Result<Self> {
        match (status.code(), status.signal()) {
            (Some(code), _) => Ok(Ending::Status(code)),
            (None, Some(signal)) => Ok(Ending::Signal(signal)),
            (None, None) => bail!("a process that has ended has a status or a signal: {status}"),
        }
    }

    fn parse(text: &str) -> Result<Self> {
        match text.strip_prefix("signal ") {
            Some(signal) => Ok(Ending::Signal(signal.parse()?)),
            None => Ok(Ending::Status(text.parse()?)),
        }
    }
}

impl fmt::Display for Ending {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Ending::Status(status) => write!(f, "status {status}"),
            Ending::Signal(signal) => write!(f, "signal {signal}"),
        }
    }
}

/// The header: lines `// KEY: VALUE` after a description.
///
/// | key                  | value                                                           |
/// | -------------------- | --------------------------------------------------------------- |
/// | `lowered`            | coroutines that the plugin lowers                               |
/// | `begins`             | `llvm.coro.begin` in the IR before the split                    |
/// | `status`             | exit status, or `signal N`; 0 without one                       |
/// | `status panic=abort` | the same, for that panic strategy only                          |
/// | `matrix`             | [`Matrix::parse`]; everything without one                       |
/// | `fallback`           | coroutines that go the stock way; without one none may          |
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    /// What the plugin must have done.
    pub stages: Stages,
    /// How many coroutines go the stock way; with `None` it is an error if one does.
    pub fallbacks: Option<usize>,
    /// With which flags the program is compiled.
    pub matrix: Matrix,
    abort: Ending,
    unwind: Ending,
}

impl Header {
    /// Reads the header of a program.
    pub fn read(program: &Path) -> Result<Self> {
        let text = fs::read_to_string(program)
            .with_context(|| format!("reading {}", program.display()))?;
        Header::parse(&text).with_context(|| format!("the header of {}", program.display()))
    }

    fn parse(text: &str) -> Result<Self> {
        let (mut lowered, mut begins, mut fallbacks) = (None, None, None);
        let mut matrix = Matrix::default();
        let (mut abort, mut unwind) = (Ending::Status(0), Ending::Status(0));
        let comment = text.lines().map_while(|line| line.strip_prefix("// "));
        for (number, line) in comment.enumerate() {
            let Some((key, value)) = line.split_once(": ") else { continue };
            match key {
                "lowered" => lowered = Some(value.parse()?),
                "begins" => begins = Some(value.parse()?),
                "fallback" => fallbacks = Some(value.parse()?),
                "matrix" => matrix = Matrix::parse(value)?,
                "status" => (abort, unwind) = (Ending::parse(value)?, Ending::parse(value)?),
                "status panic=abort" => abort = Ending::parse(value)?,
                // A colon in the description.
                _ if lowered.is_none() => {}
                _ => bail!("line {} has the unknown key `{key}`", number + 1),
            }
        }
        let described = text.lines().next().is_some_and(|line| !line.contains("lowered:"));
        ensure!(described, "there is no description");
        let stages = Stages {
            lowered: lowered.context("there is no line `// lowered: N`")?,
            begins: begins.context("there is no line `// begins: N`")?,
        };
        Ok(Header { stages, fallbacks, matrix, abort, unwind })
    }

    /// How the program ends.
    pub fn ending(&self, panic: Panic) -> Ending {
        match panic {
            Panic::Abort => self.abort,
            Panic::Unwind => self.unwind,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_is_read() {
        let header = Header::parse(
            "// What it shows: a description\n// lowered: 3\n// begins: 6\n// status: 1\n\
             // status panic=abort: signal 6\n// matrix: opt=0 panic=abort\n// fallback: 2\n\n\
             // lowered: 9\n",
        )
        .unwrap();
        assert_eq!(header.stages, Stages { lowered: 3, begins: 6 });
        assert_eq!(header.fallbacks, Some(2));
        assert_eq!(header.ending(Panic::Unwind), Ending::Status(1));
        assert_eq!(header.ending(Panic::Abort), Ending::Signal(6));
        assert_eq!(header.matrix.configurations().count(), 1);
    }

    #[test]
    fn the_counts_and_the_description_are_required() {
        assert!(Header::parse("// Text\n// lowered: 1\n// begins: 2\n").is_ok());
        assert!(Header::parse("// Text\n// begins: 2\n").is_err());
        assert!(Header::parse("// Text\n// lowered: 1\n").is_err());
        assert!(Header::parse("// lowered: 1\n// begins: 2\n").is_err());
        assert!(Header::parse("// Text\n// lowered: 1\n// begin: 2\n").is_err());
    }
}
