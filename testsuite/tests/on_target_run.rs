//! The programs of `testsuite/run` on the board, at opt-level s: compiled by stock rustc and by the
//! plugin, with equal output demanded. The test `run` runs them on the host.

use std::collections::BTreeMap;
use std::io::Write;
use std::sync::{Mutex, PoisonError};

use anyhow::{Context, Result};
use testsuite::{OnBoard, Tally, check_list, check_on_board};
use testsuite_support::firmware::Target;
use testsuite_support::table::Table;

const KIND: &str = "on_target_run";

const TARGETS: [Target; 2] = [Target::SoftFloat, Target::HardFloat];

testsuite::programs! {
    check:
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
    coroutines
    drop_order
    early_drop
    generators
    generics
    heap
    hello
    large_moves
    loops
    many_awaits
    matches
    moved_before_poll
    moves
    niche
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
    traits
    uninhabited
}

fn check(name: &'static str) -> Result<()> {
    let mut tally = Tally::new(KIND);
    for target in TARGETS {
        let result = check_on_board(KIND, name, target);
        tally.add(target.triple(), result.and_then(|outcome| report(name, target, outcome)));
    }
    tally.finish()
}

/// Prints a table when every program has run.
fn report(name: &'static str, target: Target, outcome: OnBoard) -> Result<()> {
    static OUTCOMES: Mutex<BTreeMap<(&str, &str), OnBoard>> = Mutex::new(BTreeMap::new());
    let mut outcomes = OUTCOMES.lock().unwrap_or_else(PoisonError::into_inner);
    outcomes.insert((target.triple(), name), outcome);
    if outcomes.len() < TARGETS.len() * PROGRAMS.len() {
        return Ok(());
    }
    let mut table = Table::new();
    let mut lowered = String::new();
    for target in TARGETS.map(Target::triple) {
        table.heading(&format!("stack on {target}, bytes"));
        let mut count = 0;
        for ((_, name), outcome) in outcomes.iter().filter(|((triple, _), _)| *triple == target) {
            count += outcome.stages.lowered;
            if let Some((stock, plugin)) = outcome.stack {
                table.row(name, stock, plugin);
            }
        }
        lowered += &format!("{count} coroutines lowered on {target}\n");
    }
    write!(std::io::stdout(), "\n{table}{lowered}").context("printing the table")
}

/// A program either runs on the board or says why it cannot.
#[test]
fn every_program_is_listed_or_says_why_not() -> Result<()> {
    check_list(PROGRAMS, |header| header.host_only.is_none())
}
