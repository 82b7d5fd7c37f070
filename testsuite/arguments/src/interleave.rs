//! Arguments of `./x bench interleave`.

use std::path::PathBuf;

use clap::Parser;
use clap::builder::PossibleValuesParser;

use crate::Arguments;
use crate::output::{Output, file, output};

/// The kinds of lookups.
pub const WORKLOADS: [&str; 6] = ["bs", "ht", "ls", "bst", "bplus", "skip"];

/// Measure interleaved lookups: one after the other, by hand, as futures by both compilers
/// (docs/interleave.md; some minutes)
#[derive(Clone, Debug, Parser)]
#[command(bin_name = "./x bench interleave")]
pub struct Interleave {
    /// Kinds of lookups: binary search, hash table, linked lists, search tree, B+-tree, skip list; all
    /// without one
    #[arg(value_parser = PossibleValuesParser::new(WORKLOADS))]
    pub workloads: Vec<String>,
    /// The largest size of what is looked up in, in MiB
    #[arg(long, value_name = "MIB", default_value_t = 1024,
        value_parser = clap::value_parser!(u32).range(1..=16384))]
    pub size: u32,
    /// How often each variant runs, in turn with all others
    #[arg(long, default_value_t = 11, value_parser = clap::value_parser!(u32).range(1..=1000))]
    pub rounds: u32,
    /// Write the measurements as JSON to a file; without one to the standard output, and all else to
    /// the standard error
    #[arg(long, value_name = "FILE", num_args = 0..=1, default_missing_value = "-",
        value_parser = output)]
    pub json: Option<Output>,
    /// Count the instructions of lookups in the published crate bbtree instead
    #[arg(long, conflicts_with_all = ["workloads", "size", "rounds", "json", "html"])]
    pub bbtree: bool,
    /// Write a page with plots to a file
    #[arg(long, value_name = "FILE", value_parser = file)]
    pub html: Option<PathBuf>,
}

impl Arguments for Interleave {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::{accepted, refused};

    #[test]
    fn all_lookups_are_measured_unless_some_are_named() {
        let all: Interleave = accepted("");
        assert!(all.workloads.is_empty() && all.size == 1024 && all.json.is_none());
        let some: Interleave = accepted("bs skip --size 64 --json");
        assert_eq!(some.workloads, ["bs", "skip"]);
        assert_eq!((some.size, some.json), (64, Some(Output::Stdout)));
    }

    #[test]
    fn what_is_wrong_is_named() {
        for (line, option) in [
            ("btree", "btree"),
            ("--size 0", "--size"),
            ("--rounds none", "--rounds"),
            ("bs --bbtree", "--bbtree"),
            ("--json src", "--json"),
            ("--html no/such/folder/out", "--html"),
        ] {
            refused::<Interleave>(line, &[option]);
        }
    }
}
