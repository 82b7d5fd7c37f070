//! Each mistake that the plugin makes on purpose is found, by one of a few programs; `./x fuzz
//! --mutation all` shows by which of 200.

use anyhow::{Context, Result, ensure};
use fuzz::compiler::{Compiler, Target};
use fuzz::mutation::{MUTATIONS, catch};
use testsuite::{Tally, scratch};
use testsuite_support::Layout;

/// A program that finds the mistake, or one shortly before it: what is found depends on the generator.
const SEEDS: [(&str, u64); 10] = [
    ("lost-drop-flag", 1),
    ("swapped-suspend-indices", 1),
    ("lost-lifetime-end", 2),
    ("overlapped-slots", 1),
    ("no-poisoning", 1),
    ("previous-resume-argument", 15),
    ("capture-dropped-twice", 2),
    ("destructor-skipped-on-early-drop", 1),
    ("wrong-alignment", 3),
    ("stale-tag", 1),
];

#[test]
fn every_mutation_is_found() -> Result<()> {
    let layout = Layout::from_env()?;
    let compiler = Compiler::new(&layout, Target::Host, &scratch(&layout, "fuzz/mutations")?)?;
    let mut tally = Tally::new("mutations");
    ensure!(SEEDS.map(|(mutation, _)| mutation) == MUTATIONS, "a mutation has no seed");
    for (mutation, seed) in SEEDS {
        let found = catch(&compiler, mutation, seed, 4)?;
        tally.add(mutation, found.map(|_| ()).context("no program differs"));
    }
    tally.finish()
}
