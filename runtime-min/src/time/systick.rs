//! SysTick as the source of ticks.

use core::fmt;

use cortex_m::peripheral::SYST;
use cortex_m::peripheral::syst::SystClkSource;

/// SysTick's reload register has 24 bits.
const MAX_RELOAD: u32 = 0xff_ffff;

/// Starts SysTick on the core's clock, with an interrupt every millisecond.
///
/// `core_hz` is that clock's frequency in hertz; a millisecond is rounded down to whole cycles.  The
/// application's SysTick handler must call [`on_tick`](super::on_tick).
///
/// # Errors
/// If a millisecond has fewer than 2 or more than 2^24 cycles, which SysTick cannot count.
pub fn start_systick(mut syst: SYST, core_hz: u32) -> Result<(), ClockError> {
    // The counter passes through 0, so a period is one cycle longer than the reload value.
    let reload = (core_hz / 1000).wrapping_sub(1);
    if reload == 0 || reload > MAX_RELOAD {
        return Err(ClockError { core_hz });
    }
    syst.set_clock_source(SystClkSource::Core);
    syst.set_reload(reload);
    syst.clear_current();
    syst.enable_interrupt();
    syst.enable_counter();
    Ok(())
}

/// A clock from which SysTick cannot make milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClockError {
    /// The frequency that was asked for, in hertz.
    pub core_hz: u32,
}

impl fmt::Display for ClockError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SysTick cannot count milliseconds at {} Hz", self.core_hz)
    }
}

impl core::error::Error for ClockError {}
