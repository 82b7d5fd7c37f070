//! The programs of `testsuite/run`: at every opt-level and with both panic strategies, compiled by
//! stock rustc and by the plugin, with equal output demanded.

use std::collections::BTreeSet;
use std::fs;

use anyhow::{Context, Result, ensure};
use testsuite::check;
use testsuite_support::Layout;

macro_rules! programs {
    ($($name:ident)*) => {
        const PROGRAMS: &[&str] = &[$(stringify!($name)),*];

        $(
            #[test]
            fn $name() -> Result<()> {
                check("run", stringify!($name))
            }
        )*
    };
}

programs! {
    alignment
    async_closures
    async_generators
    buffers
    call_edges
    callees
    captures
    combinators
    contexts
    control_flow
    coroutine_panics
    coroutines
    drop_order
    early_drop
    foreign_functions
    generators
    generics
    heap
    hello
    loops
    many_awaits
    matches
    moved_before_poll
    moves
    panic_in_body
    panic_in_drop
    recursion
    rematerialize
    results
    resumed_after_return
    scalars
    self_reference
    sizes
    statics
    threads
    traits
    uninhabited
}

/// A program that nobody runs would look like one that passes.
#[test]
fn every_program_is_listed() -> Result<()> {
    let folder = Layout::from_env()?.root.join("testsuite/run");
    let mut files = BTreeSet::new();
    for entry in fs::read_dir(&folder).with_context(|| folder.display().to_string())? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "rs") {
            files.extend(path.file_stem().map(|stem| stem.to_string_lossy().into_owned()));
        }
    }
    let listed: BTreeSet<String> = PROGRAMS.iter().map(|name| (*name).to_owned()).collect();
    ensure!(files == listed, "not in both: {:?}", files.symmetric_difference(&listed));
    Ok(())
}
