//! Where ticks come from.

/// Something that interrupts every millisecond: SysTick, or a timer of the chip.
///
/// The interrupt's handler calls [`on_tick`](super::on_tick).
pub trait TickDriver {
    /// Why it cannot start.
    type Error;

    /// Starts the interrupt.
    ///
    /// # Errors
    /// If the hardware cannot count milliseconds.
    fn start(self) -> Result<(), Self::Error>;
}
