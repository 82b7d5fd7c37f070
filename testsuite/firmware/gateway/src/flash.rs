//! A driver for the flash memory on the bus.

use embassy_sync::blocking_mutex::raw::CriticalSectionRawMutex;
use embassy_sync::mutex::Mutex;
use embassy_time::{TimeoutError, Timer};
use embedded_storage_async::nor_flash::{
    ErrorType, NorFlash, NorFlashError, NorFlashErrorKind, ReadNorFlash,
};

use crate::spi::{BUS, Device};

/// Its size in bytes: firmware and a page of settings.
pub const CAPACITY: usize = 8 * SECTOR;
/// What it erases at once.
pub const SECTOR: usize = 512;
/// What it programs at once.
const PROGRAM: usize = 256;

/// Its commands.
pub const COMMAND_PROGRAM: u8 = 0x02;
pub const COMMAND_READ: u8 = 0x03;
pub const COMMAND_STATUS: u8 = 0x05;
pub const COMMAND_ERASE: u8 = 0x81;

/// Why an access failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Error {
    Bus,
    Busy,
    OutOfBounds,
}

impl From<TimeoutError> for Error {
    fn from(_: TimeoutError) -> Self {
        Error::Bus
    }
}

impl NorFlashError for Error {
    fn kind(&self) -> NorFlashErrorKind {
        match self {
            Error::OutOfBounds => NorFlashErrorKind::OutOfBounds,
            Error::Bus | Error::Busy => NorFlashErrorKind::Other,
        }
    }
}

/// The memory, which can do one thing at a time.
pub static FLASH: Mutex<CriticalSectionRawMutex, Flash> = Mutex::new(Flash(()));

/// The driver.
pub struct Flash(());

fn command(command: u8, address: u32) -> [u8; 4] {
    let [_, high, middle, low] = address.to_be_bytes();
    [command, high, middle, low]
}

impl Flash {
    async fn ready(&mut self) -> Result<(), Error> {
        for _ in 0..20 {
            let mut status = [0];
            BUS.lock().await.read(Device::Flash, &[COMMAND_STATUS], &mut status).await?;
            if status[0] & 1 == 0 {
                return Ok(());
            }
            Timer::after_millis(1).await;
        }
        Err(Error::Busy)
    }
}

impl ErrorType for Flash {
    type Error = Error;
}

impl ReadNorFlash for Flash {
    const READ_SIZE: usize = 1;

    async fn read(&mut self, offset: u32, bytes: &mut [u8]) -> Result<(), Error> {
        if offset as usize + bytes.len() > CAPACITY {
            return Err(Error::OutOfBounds);
        }
        BUS.lock().await.read(Device::Flash, &command(COMMAND_READ, offset), bytes).await?;
        Ok(())
    }

    fn capacity(&self) -> usize {
        CAPACITY
    }
}

impl NorFlash for Flash {
    const WRITE_SIZE: usize = 1;
    const ERASE_SIZE: usize = SECTOR;

    async fn erase(&mut self, from: u32, to: u32) -> Result<(), Error> {
        for sector in (from..to).step_by(SECTOR) {
            BUS.lock().await.write(Device::Flash, &[&command(COMMAND_ERASE, sector)]).await?;
            self.ready().await?;
        }
        Ok(())
    }

    async fn write(&mut self, mut offset: u32, bytes: &[u8]) -> Result<(), Error> {
        if offset as usize + bytes.len() > CAPACITY {
            return Err(Error::OutOfBounds);
        }
        for part in bytes.chunks(PROGRAM) {
            let head = command(COMMAND_PROGRAM, offset);
            BUS.lock().await.write(Device::Flash, &[&head, part]).await?;
            self.ready().await?;
            offset += part.len() as u32;
        }
        Ok(())
    }
}
