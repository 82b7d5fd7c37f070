//! An emulated bus: a transfer takes until the next tick and ends with a signal from the interrupt.

use core::sync::atomic::{AtomicBool, Ordering};

use runtime_min::Signal;

/// Set while a transfer is under way.
static BUSY: AtomicBool = AtomicBool::new(false);
static DONE: Signal<()> = Signal::new();

/// The interrupt of the bus, called from SysTick's handler.
pub fn on_tick() {
    if BUSY.swap(false, Ordering::Relaxed) {
        DONE.set(());
    }
}

/// The device did not acknowledge its address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotAcknowledged;

/// Exclusive access to the bus.
pub struct Bus {
    /// What the emulated devices measure comes from this linear congruential generator.
    state: u32,
    transfers: u32,
}

impl Bus {
    /// Every so many transfers one is not acknowledged.
    const FAULT_PERIOD: u32 = 7;

    pub const fn new() -> Self {
        Bus { state: 0x2545_f491, transfers: 0 }
    }

    /// Transfers so far, failed ones included.
    pub fn transfers(&self) -> u32 {
        self.transfers
    }

    /// Fills `data` from the registers of the device at `address`.
    pub async fn read(&mut self, address: u8, data: &mut [u8]) -> Result<(), NotAcknowledged> {
        self.transfers += 1;
        BUSY.store(true, Ordering::Relaxed);
        DONE.wait().await;
        if self.transfers.is_multiple_of(Self::FAULT_PERIOD) {
            return Err(NotAcknowledged);
        }
        for byte in data {
            self.state = self.state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            *byte = (self.state >> 24) as u8 ^ address;
        }
        Ok(())
    }
}
