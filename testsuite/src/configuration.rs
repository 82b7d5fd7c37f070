//! The compiler settings that change the generated code.

use std::fmt;

use anyhow::{Result, bail};

/// What a panic does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Panic {
    /// It ends the process.
    Abort,
    /// It runs destructors while unwinding.
    Unwind,
}

impl Panic {
    /// The value of `-C panic`.
    pub fn name(self) -> &'static str {
        match self {
            Panic::Abort => "abort",
            Panic::Unwind => "unwind",
        }
    }
}

/// One set of flags.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Configuration {
    /// The value of `-C opt-level`.
    pub opt: &'static str,
    /// The value of `-C panic`.
    pub panic: Panic,
    /// The value of `-C codegen-units`; `None` leaves it to the compiler.
    pub units: Option<u32>,
}

impl Configuration {
    /// A configuration that leaves codegen units to the compiler.
    pub const fn new(opt: &'static str, panic: Panic) -> Self {
        Configuration { opt, panic, units: None }
    }

    /// The flags for rustc.
    pub fn flags(&self) -> Vec<String> {
        let mut flags =
            vec![format!("-Copt-level={}", self.opt), format!("-Cpanic={}", self.panic.name())];
        flags.extend(self.units.map(|units| format!("-Ccodegen-units={units}")));
        flags
    }
}

/// The name in file names and messages.
impl fmt::Display for Configuration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "opt-{}-{}", self.opt, self.panic.name())?;
        match self.units {
            Some(units) => write!(f, "-units-{units}"),
            None => Ok(()),
        }
    }
}

/// All combinations of some settings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Matrix {
    /// Values of `-C opt-level`.
    pub opt: Vec<&'static str>,
    /// Values of `-C panic`.
    pub panic: Vec<Panic>,
    /// Values of `-C codegen-units`.
    pub units: Vec<Option<u32>>,
}

/// All opt-levels.
const LEVELS: [&str; 6] = ["0", "1", "2", "3", "s", "z"];

/// Both panic strategies.
const STRATEGIES: [Panic; 2] = [Panic::Abort, Panic::Unwind];

impl Default for Matrix {
    /// All opt-levels and both panic strategies.
    fn default() -> Self {
        Matrix { opt: LEVELS.to_vec(), panic: STRATEGIES.to_vec(), units: vec![None] }
    }
}

impl Matrix {
    /// All opt-levels and both panic strategies, with each of these numbers of codegen units.
    pub fn with_units(units: &[u32]) -> Self {
        Matrix { units: units.iter().copied().map(Some).collect(), ..Matrix::default() }
    }

    /// Reads a line such as `opt=0,3 panic=abort`; settings that it doesn't name keep all values.
    pub fn parse(text: &str) -> Result<Self> {
        let mut matrix = Matrix::default();
        for setting in text.split_whitespace() {
            match setting.split_once('=') {
                Some(("opt", values)) => {
                    matrix.opt = pick(values, &LEVELS, |level| level)?;
                }
                Some(("panic", values)) => {
                    matrix.panic = pick(values, &STRATEGIES, |panic| panic.name())?;
                }
                _ => bail!("`{setting}` is neither `opt=…` nor `panic=…`"),
            }
        }
        Ok(matrix)
    }

    /// The combinations.
    pub fn configurations(&self) -> impl Iterator<Item = Configuration> {
        self.opt.iter().flat_map(move |&opt| {
            self.panic.iter().flat_map(move |&panic| {
                self.units.iter().map(move |&units| Configuration { opt, panic, units })
            })
        })
    }
}

/// The opt-level named `name`.
pub(crate) fn level(name: &str) -> Result<&'static str> {
    find(name, &LEVELS, |level| level)
}

/// The members of `all` that a comma-separated list names.
fn pick<T: Copy>(names: &str, all: &[T], name: impl Fn(T) -> &'static str) -> Result<Vec<T>> {
    names.split(',').map(|wanted| find(wanted, all, &name)).collect()
}

fn find<T: Copy>(wanted: &str, all: &[T], name: impl Fn(T) -> &'static str) -> Result<T> {
    match all.iter().find(|value| name(**value) == wanted) {
        Some(value) => Ok(*value),
        None => bail!("`{wanted}` is not a value that the matrix knows"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_default_is_everything() {
        assert_eq!(Matrix::parse("").unwrap().configurations().count(), 12);
        assert_eq!(Matrix::with_units(&[1, 16]).configurations().count(), 24);
    }

    #[test]
    fn a_line_narrows_it() {
        let matrix = Matrix::parse("opt=0,s panic=unwind").unwrap();
        let names: Vec<_> = matrix.configurations().map(|c| c.to_string()).collect();
        assert_eq!(names, ["opt-0-unwind", "opt-s-unwind"]);
        assert!(Matrix::parse("opt=4").is_err());
        assert!(Matrix::parse("lto=fat").is_err());
    }

    #[test]
    fn flags_are_rustcs() {
        let units = Some(16);
        let configuration = Configuration { opt: "z", panic: Panic::Abort, units };
        assert_eq!(configuration.flags(), ["-Copt-level=z", "-Cpanic=abort", "-Ccodegen-units=16"]);
        assert_eq!(configuration.to_string(), "opt-z-abort-units-16");
    }
}
