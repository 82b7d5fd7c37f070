//! What a program of `run/` states about itself in its first comment.

use std::collections::BTreeMap;
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
    /// The ending of a process that has ended.
    pub fn of(status: ExitStatus) -> Result<Self> {
        match (status.code(), status.signal()) {
            (Some(code), _) => Ok(Ending::Status(code)),
            (None, Some(signal)) => Ok(Ending::Signal(signal)),
            (None, None) => bail!("a process that has ended has a status or a signal: {status}"),
        }
    }

    pub(crate) fn parse(text: &str) -> Result<Self> {
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

const KEYS: [&str; 7] =
    ["lowered", "begins", "status", "status panic=abort", "matrix", "host only", "needs"];

/// The header: lines `// KEY: VALUE` after a description.
///
/// | key                  | value                                                           |
/// | -------------------- | --------------------------------------------------------------- |
/// | `lowered`            | coroutines that the plugin lowers                               |
/// | `begins`             | `llvm.coro.begin` in the IR before the split                    |
/// | `status`             | exit status, or `signal N`; 0 without one                       |
/// | `status panic=abort` | the same, for that panic strategy only                          |
/// | `matrix`             | [`Matrix::parse`]; everything without one                       |
/// | `host only`          | why it cannot run on the board                                  |
/// | `needs`              | `compare-and-swap`: it runs where atomics have that             |
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    /// What the plugin must have done.
    pub stages: Stages,
    /// The flags to compile the program with.
    pub matrix: Matrix,
    /// Why the program cannot run on the board.
    pub host_only: Option<String>,
    /// Whether the program uses atomics that a processor without compare-and-swap lacks.
    pub needs_compare_and_swap: bool,
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
        let mut keys = BTreeMap::new();
        let comment = text.lines().map_while(|line| line.strip_prefix("// "));
        // The description may contain colons, but ends before the first key.
        for line in comment.skip_while(|line| !line.starts_with("lowered: ")) {
            let (key, value) =
                line.split_once(": ").with_context(|| format!("`{line}` is no `KEY: VALUE`"))?;
            ensure!(KEYS.contains(&key), "the key `{key}` is unknown");
            ensure!(keys.insert(key, value).is_none(), "the key `{key}` stands twice");
        }
        ensure!(!text.starts_with("// lowered: "), "there is no description");
        let number = |key: &str| -> Result<usize> {
            let value = keys.get(key).with_context(|| format!("there is no line `// {key}: N`"))?;
            value.parse().with_context(|| format!("`{value}` is no number"))
        };
        let status = keys.get("status").copied().unwrap_or("0");
        let abort = keys.get("status panic=abort").copied().unwrap_or(status);
        Ok(Header {
            stages: Stages { lowered: number("lowered")?, begins: number("begins")? },
            matrix: Matrix::parse(keys.get("matrix").unwrap_or(&""))?,
            host_only: keys.get("host only").map(|&reason| reason.to_owned()),
            needs_compare_and_swap: match keys.get("needs") {
                None => false,
                Some(&"compare-and-swap") => true,
                Some(other) => bail!("nobody knows where there is `{other}`"),
            },
            abort: Ending::parse(abort)?,
            unwind: Ending::parse(status)?,
        })
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
             // status panic=abort: signal 6\n// matrix: opt=0 panic=abort\n\
             // host only: threads\n// needs: compare-and-swap\n\n// lowered: 9\n",
        )
        .unwrap();
        assert_eq!(header.stages, Stages { lowered: 3, begins: 6 });
        assert_eq!(header.ending(Panic::Unwind), Ending::Status(1));
        assert_eq!(header.ending(Panic::Abort), Ending::Signal(6));
        assert_eq!(header.matrix.configurations().count(), 1);
        assert_eq!(header.host_only.as_deref(), Some("threads"));
        assert!(header.needs_compare_and_swap);
    }

    #[test]
    fn the_counts_and_the_description_are_required() {
        assert!(Header::parse("// Text\n// lowered: 1\n// begins: 2\n").is_ok());
        assert!(Header::parse("// Text\n// begins: 2\n").is_err());
        assert!(Header::parse("// Text\n// lowered: 1\n").is_err());
        assert!(Header::parse("// lowered: 1\n// begins: 2\n").is_err());
        assert!(Header::parse("// Text\n// lowered: 1\n// begin: 2\n").is_err());
        assert!(Header::parse("// Text\n// lowered: 1\n// begins: 2\n// begins: 2\n").is_err());
        assert!(Header::parse("// Text\n// lowered: 1\n// begins: 2\n// and more\n").is_err());
        assert!(Header::parse("// Text\n// lowered: 1\n// begins: 2\n// needs: luck\n").is_err());
    }
}
