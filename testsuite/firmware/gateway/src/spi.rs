//! A bus with a flash memory and a display.

use core::sync::atomic::{AtomicU32, Ordering};

use embassy_sync::blocking_mutex::raw::CriticalSectionRawMutex;
use embassy_sync::mutex::Mutex;
use embassy_time::TimeoutError;

use crate::dma::Dma;

/// What is sent and received.
pub static DATA: Dma = Dma::new();
/// Who is selected: changes with each transaction, its lowest bit tells the device.
pub static SELECTED: AtomicU32 = AtomicU32::new(0);
/// The bus, one transaction at a time.
pub static BUS: Mutex<CriticalSectionRawMutex, Spi> = Mutex::new(Spi { transactions: 0 });

/// What is on the bus.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Device {
    Flash,
    Display,
}

/// The controller.
pub struct Spi {
    transactions: u32,
}

impl Spi {
    fn select(&mut self, device: Device) {
        self.transactions += 1;
        SELECTED.store(self.transactions << 1 | device as u32, Ordering::Relaxed);
    }

    /// Sends one part after the other.
    pub async fn write(&mut self, device: Device, parts: &[&[u8]]) -> Result<(), TimeoutError> {
        self.select(device);
        for part in parts {
            let mut rest = *part;
            while !rest.is_empty() {
                let count = DATA.write(rest).await?;
                rest = &rest[count..];
            }
        }
        Ok(())
    }

    /// Sends a command, then receives.
    pub async fn read(
        &mut self,
        device: Device,
        command: &[u8],
        mut into: &mut [u8],
    ) -> Result<(), TimeoutError> {
        self.write(device, &[command]).await?;
        while !into.is_empty() {
            let count = DATA.exchange(into).await?;
            into = &mut into[count..];
        }
        Ok(())
    }
}
