//! A minute of virtual time of the soak test.
#![no_std]
#![no_main]

use cortex_m_rt::{entry, exception};
use mps2::interrupt;
use runtime::soak;

#[exception]
fn SysTick() {
    soak::on_tick();
}

#[interrupt]
fn GPIO0() {
    soak::run_urgent();
}

#[interrupt]
fn GPIO1() {
    soak::on_event();
}

#[entry]
fn main() -> ! {
    soak::run(60)
}
