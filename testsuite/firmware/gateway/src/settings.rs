//! What can be set, and where it is kept.

use embassy_sync::blocking_mutex::raw::CriticalSectionRawMutex;
use embassy_sync::mutex::Mutex;
use embedded_storage_async::nor_flash::{NorFlash, ReadNorFlash};

use crate::update::{IMAGE, PAGE};

/// The settings in force.
pub static SETTINGS: Mutex<CriticalSectionRawMutex, Settings> =
    Mutex::new(Settings { threshold: 1_000_000, name: [b' '; 12] });

const OFFSET: u32 = IMAGE as u32 * PAGE as u32;

/// Name and threshold.
#[derive(Clone, Copy)]
pub struct Settings {
    pub threshold: i32,
    pub name: [u8; 12],
}

impl Settings {
    const SIZE: usize = 16;

    /// From the flash memory.
    pub async fn load<F: ReadNorFlash>(flash: &mut F) -> Result<Self, F::Error> {
        let mut bytes = [0; Self::SIZE];
        flash.read(OFFSET, &mut bytes).await?;
        let [a, b, c, d, name @ ..] = bytes;
        Ok(Settings { threshold: i32::from_le_bytes([a, b, c, d]), name })
    }

    /// Into the flash memory.
    pub async fn save<F: NorFlash>(self, flash: &mut F) -> Result<(), F::Error> {
        let mut bytes = [0; Self::SIZE];
        bytes[..4].copy_from_slice(&self.threshold.to_le_bytes());
        bytes[4..].copy_from_slice(&self.name);
        flash.erase(OFFSET, OFFSET + F::ERASE_SIZE as u32).await?;
        flash.write(OFFSET, &bytes).await
    }
}
