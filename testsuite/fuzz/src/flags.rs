//! What part of the programs is compiled with, by both compilers.

use std::fmt;

use anyhow::{Context, Result, bail};
use testsuite::Panic;

use crate::rng::Rng;

/// Seeds of one block that differ by a multiple of this have the same flags.
pub const PERIOD: u64 = 8;

/// How many programs make a crate, if they are compiled alike.
pub const TOGETHER: u64 = 16;

/// Seeds from one multiple of this to the next; in each block every value of every flag occurs.
pub const BLOCK: u64 = PERIOD * TOGETHER;

/// Every flag and value that is not the default, as docs/fuzzing.md promises them.
pub const WORDS: [&str; 11] = [
    "debug-assertions",
    "debuginfo=1",
    "debuginfo=2",
    "debuginfo=line-tables-only",
    "library=abort",
    "library=unwind",
    "lto=fat",
    "lto=thin",
    "units=1",
    "units=16",
    "validate-mir",
];

/// What stands before the flags in a saved program.
const HEADER: &str = "//@ flags:";

/// The values of `-C debuginfo`, as often as each occurs in a block.
const DEBUG_INFO: [&str; PERIOD as usize] = ["0", "0", "0", "0", "line-tables-only", "1", "2", "2"];

/// The values of `-C lto`.
const LTO: [&str; 2] = ["thin", "fat"];

/// Flags of a program. A seed names them as it names the program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flags {
    /// The value of `-C codegen-units`; the compiler's own choice without one.
    pub units: Option<u32>,
    /// The value of `-C debuginfo`.
    pub debug_info: &'static str,
    /// Whether `-C debug-assertions` is on.
    pub debug_assertions: bool,
    /// Whether rustc validates the MIR between its passes.
    pub validate_mir: bool,
    /// The value of `-C lto` where the plugin optimises.
    pub lto: Option<&'static str>,
    /// Part of the program is a library crate. This is the library's panic strategy where the crate
    /// that drives it has `panic=abort`; with `panic=unwind`, both have it.
    pub library: Option<Panic>,
}

impl Default for Flags {
    fn default() -> Self {
        Flags {
            units: None,
            debug_info: "0",
            debug_assertions: false,
            validate_mir: false,
            lto: None,
            library: None,
        }
    }
}

impl Flags {
    /// Those of the program that `seed` names.
    pub fn of(seed: u64) -> Self {
        let (no, yes) = (false, true);
        let (abort, unwind) = (Some(Panic::Abort), Some(Panic::Unwind));
        let [thin, fat] = LTO.map(Some);
        Flags {
            units: spread(seed, 0, [None, None, None, None, Some(1), Some(1), Some(16), Some(16)]),
            debug_info: spread(seed, 1, DEBUG_INFO),
            debug_assertions: spread(seed, 2, [no, no, no, no, no, yes, yes, yes]),
            validate_mir: spread(seed, 3, [no, no, no, no, no, yes, yes, yes]),
            lto: spread(seed, 4, [None, None, None, None, None, None, thin, fat]),
            library: spread(seed, 5, [None, None, None, None, None, abort, unwind, unwind]),
        }
    }

    /// Those that a saved program asks for in a line of its header; the defaults without one.
    ///
    /// # Errors
    /// If a flag is unknown.
    pub fn in_header(source: &str) -> Result<Self> {
        let line = source.lines().find_map(|line| line.strip_prefix(HEADER));
        line.map_or_else(|| Ok(Flags::default()), Flags::parse)
    }

    /// The header for [`Flags::in_header`].
    pub fn header(&self) -> String {
        format!("{HEADER}{self}")
    }

    fn parse(words: &str) -> Result<Self> {
        let mut flags = Flags::default();
        for word in words.split_whitespace() {
            let (name, value) = word.split_once('=').unwrap_or((word, ""));
            let among = |known: &[&'static str]| {
                known.iter().copied().find(|known| *known == value).context("no such value")
            };
            let mut set = || -> Result<()> {
                match name {
                    "units" => flags.units = Some(value.parse()?),
                    "debuginfo" => flags.debug_info = among(&DEBUG_INFO)?,
                    "debug-assertions" => flags.debug_assertions = true,
                    "validate-mir" => flags.validate_mir = true,
                    "lto" => flags.lto = Some(among(&LTO)?),
                    "library" => {
                        let strategies = [Panic::Abort, Panic::Unwind];
                        let strategy = strategies.into_iter().find(|panic| panic.name() == value);
                        flags.library = Some(strategy.context("no such panic strategy")?);
                    }
                    _ => bail!("no such flag"),
                }
                Ok(())
            };
            set().with_context(|| format!("the flag `{word}`"))?;
        }
        Ok(flags)
    }

    /// The names of the flags and values, as in the header.
    pub fn words(&self) -> Vec<String> {
        let mut words = vec![];
        words.extend(self.units.map(|units| format!("units={units}")));
        if self.debug_info != "0" {
            words.push(format!("debuginfo={}", self.debug_info));
        }
        words.extend(self.debug_assertions.then(|| "debug-assertions".to_owned()));
        words.extend(self.validate_mir.then(|| "validate-mir".to_owned()));
        words.extend(self.lto.map(|lto| format!("lto={lto}")));
        words.extend(self.library.map(|panic| format!("library={}", panic.name())));
        words
    }

    /// The flags for rustc that are the same for all crates and builds of the program.
    pub fn common(&self) -> Vec<String> {
        let switch = if self.debug_assertions { "on" } else { "off" };
        let mut flags = vec![
            format!("-Cdebuginfo={}", self.debug_info),
            format!("-Cdebug-assertions={switch}"),
        ];
        flags.extend(self.validate_mir.then(|| "-Zvalidate-mir".to_owned()));
        flags
    }
}

/// As in the header of a saved program; a blank before each word.
impl fmt::Display for Flags {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.words().iter().try_for_each(|word| write!(f, " {word}"))
    }
}

/// Deals the choices out to the crates of a block, in an order of the block's and the flag's own.
fn spread<T: Copy>(seed: u64, flag: u64, mut choices: [T; PERIOD as usize]) -> T {
    let mut rng = Rng::new((seed / BLOCK) << 8 | flag);
    for last in (1..choices.len()).rev() {
        choices.swap(last, rng.below(last + 1));
    }
    choices[(seed % PERIOD) as usize]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_names_the_flags_of_a_seed() {
        for seed in 0..500 {
            let flags = Flags::of(seed);
            let source = format!("// What is wrong.\n{}\n\nfn main() {{}}\n", flags.header());
            assert_eq!(Flags::in_header(&source).unwrap(), flags);
        }
        assert_eq!(Flags::in_header("fn main() {}\n").unwrap(), Flags::default());
        assert!(Flags::in_header("//@ flags: lto=thick\n").is_err());
    }

    #[test]
    fn every_block_has_every_value() {
        for block in [0, 1, 7] {
            let mut words: Vec<String> = (block * BLOCK..block * BLOCK + PERIOD)
                .flat_map(|seed| Flags::of(seed).words())
                .collect();
            words.sort();
            words.dedup();
            assert_eq!(words, WORDS);
        }
    }

    #[test]
    fn flags_meet_in_many_ways() {
        let mut sets: Vec<String> = (0..2000).map(|seed| Flags::of(seed).to_string()).collect();
        sets.sort();
        sets.dedup();
        assert!(sets.len() > 50, "{}", sets.len());
    }
}
