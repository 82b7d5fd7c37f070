//! The programs of `testsuite/run`: at every opt-level and with both panic strategies, compiled by
//! stock rustc and by the plugin, with equal output demanded.

use anyhow::Result;

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
    coroutine_panics
    coroutines
    drop_order
    early_drop
    foreign_functions
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
    threads
    traits
    uninhabited
}

fn check(name: &str) -> Result<()> {
    testsuite::check("run", name)
}

#[test]
fn every_program_is_listed() -> Result<()> {
    testsuite::check_list(PROGRAMS, |_| true)
}
