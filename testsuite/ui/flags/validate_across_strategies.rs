// Drop glue of another crate's future, validated where panics abort.
//@ revisions: abort unwind
//@ run-pass
//@[abort] aux-build: keeper -Cpanic=unwind
//@[abort] compile-flags: -Cpanic=abort -Zvalidate-mir
//@[unwind] aux-build: keeper
//@[unwind] compile-flags: -Zvalidate-mir
//@ lowered: 2
//@ stdout: keep, dropped after 0 polls
//@ stdout:   drop kept
//@ stdout: keep, dropped after 1 polls
//@ stdout:   drop kept
//@ stdout: keep, dropped after 2 polls
//@ stdout:   drop kept
//@ stdout:   ready
//@ stdout:   drop first
//@ stdout:   drop second
#[path = "../../run/common/mod.rs"]
mod common;

use common::{Noisy, drop_everywhere, pause};

fn main() {
    drop_everywhere("keep", || keeper::keep(Noisy("kept"), pause()));
    drop(keeper::keep_for_ever(vec![Noisy("first"), Noisy("second")]));
}
