//! Runs the suspended session of `testsuite/debugger`.
#![no_std]
#![no_main]

#[path = "../../../../debugger/suspended/mod.rs"]
mod suspended;

use board::hprintln;
use cortex_m_rt::entry;

#[entry]
fn main() -> ! {
    hprintln!("{}", suspended::run());
    board::succeed()
}
