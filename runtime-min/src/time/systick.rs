//! SysTick as the source of ticks.

use core::fmt;

use cortex_m::peripheral::SYST;
use cortex_m::peripheral::syst::SystClkSource;

use super::TickDriver;

/// SysTick's reload register has 24 bits.
const MAX_RELOAD: u32 = 0xff_ffff;

/// SysTick on the core's clock.
pub struct SysTick {
    /// The peripheral.
    pub syst: SYST,
    /// The core clock in hertz; a millisecond is rounded down to whole cycles.
    pub core_hz: u32,
}

/// # Errors
/// [`start`](TickDriver::start) fails if a millisecond has fewer than 2 or more than 2^24 cycles,
/// which SysTick cannot count.
impl TickDriver for SysTick {
    type Error = ClockError;

    fn start(mut self) -> Result<(), ClockError> {
        // The counter passes through 0, so a period is one cycle longer than the reload value.
        let reload = (self.core_hz / 1000).wrapping_sub(1);
        if reload == 0 || reload > MAX_RELOAD {
            return Err(ClockError { core_hz: self.core_hz });
        }
        self.syst.set_clock_source(SystClkSource::Core);
        self.syst.set_reload(reload);
        self.syst.clear_current();
        self.syst.enable_interrupt();
        self.syst.enable_counter();
        Ok(())
    }
}

/// Starts SysTick on the core clock, with an interrupt every millisecond: the driver [`SysTick`].
///
/// `core_hz` is the clock's frequency in hertz. The application's SysTick handler must call
/// [`on_tick`](super::on_tick).
///
/// # Errors
/// If a millisecond has fewer than 2 or more than 2^24 cycles, which SysTick cannot count.
pub fn start_systick(syst: SYST, core_hz: u32) -> Result<(), ClockError> {
    SysTick { syst, core_hz }.start()
}

/// A clock from which SysTick cannot derive milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClockError {
    /// The requested frequency in hertz.
    pub core_hz: u32,
}

impl fmt::Display for ClockError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SysTick cannot count milliseconds at {} Hz", self.core_hz)
    }
}

impl core::error::Error for ClockError {}
