//! Time in milliseconds, counted by a periodic interrupt, and the [`Timer`] that awaits it.
//!
//! On Cortex-M, `start_systick` makes SysTick interrupt every millisecond, and the application's
//! handler calls [`on_tick`]:
//!
//! ```ignore
//! #[cortex_m_rt::exception]
//! fn SysTick() {
//!     runtime_min::time::on_tick();
//! }
//! ```
//!
//! Any other interrupt that comes every millisecond works as well: see [`TickDriver`].

mod driver;
mod instant;
#[cfg(all(test, loom))]
mod loom_models;
mod queue;
#[cfg(all(target_arch = "arm", target_os = "none"))]
mod systick;
mod ticker;
mod timeout;
mod timer;

pub use driver::TickDriver;
pub use instant::Instant;
#[cfg(all(target_arch = "arm", target_os = "none"))]
pub use systick::{ClockError, SysTick, start_systick};
pub use ticker::Ticker;
pub use timeout::{TimedOut, with_timeout};
pub use timer::Timer;

/// The time since reset, and the timers that are being awaited.
static TIMERS: queue::Queue = queue::Queue::new();

/// Counts one millisecond, and wakes the tasks whose timers are due.
///
/// Call it from one interrupt handler, once per millisecond. It takes one short critical section
/// for the count, and another for each timer that it wakes.
pub fn on_tick() {
    TIMERS.tick();
}

/// The tests share the clock, so a test that advances it must run alone.
#[cfg(all(test, not(loom)))]
pub(crate) static CLOCK: std::sync::Mutex<()> = std::sync::Mutex::new(());
