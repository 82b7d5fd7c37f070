// A crate that may unwind, used by a program that aborts.
//@ run-pass
//@ aux-build: toolbox -Cpanic=unwind
//@ compile-flags: -Cpanic=abort
//@ lowered: 6
//@ stdout: hold, dropped after 0 polls
//@ stdout:   drop held
//@ stdout: hold, dropped after 1 polls
//@ stdout:   drop held
//@ stdout: hold, dropped after 2 polls
//@ stdout:   drop held
//@ stdout:   ready
#[path = "../../run/common/mod.rs"]
mod common;

use common::{Noisy, drop_everywhere, pause};
use toolbox::hold;

fn main() {
    drop_everywhere("hold", || hold(Noisy("held"), pause()));
}
