//! Each mistake that the plugin makes on purpose is found, by one of a few programs; `./x fuzz
//! --mutation all` shows by which of 200.

use anyhow::{Context, Result};
use fuzz::compiler::{Compiler, Target};
use fuzz::mutation::{MUTATIONS, catch};
use testsuite::{Tally, scratch};
use testsuite_support::Layout;

#[test]
fn every_mutation_is_found() -> Result<()> {
    let layout = Layout::from_env()?;
    let compiler = Compiler::new(&layout, Target::Host, &scratch(&layout, "fuzz/mutations")?)?;
    let mut tally = Tally::new("mutations");
    for &mutation in MUTATIONS {
        let found = catch(&compiler, mutation, mutation.seed, 4)?;
        tally.add(mutation.name, found.map(|_| ()).context("no program differs"));
    }
    tally.finish()
}
