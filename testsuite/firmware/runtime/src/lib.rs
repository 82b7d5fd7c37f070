//! What the programs share: a bus, a UART, the stack, and applications.
#![no_std]

pub mod application;
pub mod bus;
pub mod soak;
pub mod stack;
pub mod uart;

use board::{CORE_HZ, Interrupt};
use cortex_m::peripheral::{NVIC, SYST};
use runtime_min::time;

/// Lets an interrupt come.
pub fn unmask(interrupt: Interrupt) {
    // SAFETY: critical sections mask all interrupts, not single ones.
    unsafe { NVIC::unmask(interrupt) }
}

/// Starts the clock; the program's SysTick handler counts.
pub fn start_clock(syst: SYST) {
    if let Err(error) = time::start_systick(syst, CORE_HZ) {
        panic!("{error}");
    }
}
