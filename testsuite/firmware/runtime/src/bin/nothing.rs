//! What `minimal` is without a runtime: what it is larger than this is what the runtime costs.
#![no_std]
#![no_main]

use cortex_m::peripheral::syst::SystClkSource;
use cortex_m_rt::entry;
use runtime as _;

#[entry]
fn main() -> ! {
    let Some(mut peripherals) = cortex_m::Peripherals::take() else {
        unreachable!("nobody else takes the peripherals");
    };
    let syst = &mut peripherals.SYST;
    syst.set_clock_source(SystClkSource::Core);
    syst.set_reload(board::CORE_HZ / 1000 - 1);
    syst.clear_current();
    syst.enable_counter();
    for _ in 0..100 {
        while !syst.has_wrapped() {}
    }
    board::succeed()
}
