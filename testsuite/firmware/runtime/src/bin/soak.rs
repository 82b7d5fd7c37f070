//! A minute of virtual time of the soak test.
#![no_std]
#![no_main]

use cortex_m_rt::{entry, exception, interrupt};
use runtime::{interrupt, soak};

#[exception]
fn SysTick() {
    soak::on_tick();
}

#[interrupt]
fn SWI0() {
    soak::run_urgent();
}

#[interrupt]
fn SWI1() {
    soak::on_event();
}

#[entry]
fn main() -> ! {
    soak::run(60)
}
