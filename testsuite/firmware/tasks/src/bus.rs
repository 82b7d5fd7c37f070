//! An I2C controller that is driven by interrupts, and its sharing.

use core::sync::atomic::{AtomicU32, Ordering};

use embassy_sync::blocking_mutex::raw::CriticalSectionRawMutex;
use embassy_sync::mutex::Mutex;
use embassy_sync::signal::Signal;
use embassy_time::{Duration, Timer, with_timeout};
use embedded_hal_async::i2c::{
    Error, ErrorKind, ErrorType, I2c, NoAcknowledgeSource, Operation, SevenBitAddress,
};

/// What the controller sends.
pub static WIRE: Wire = Wire(AtomicU32::new(0));

/// Set by the controller's interrupt.
pub static DONE: Signal<CriticalSectionRawMutex, Status> = Signal::new();

/// What the interrupt has seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// The device took the byte and answered with this one.
    Ready(u8),
    /// The device did not acknowledge the byte.
    Refused,
}

/// The bus as the devices on it see it: at most one byte, and whether a start condition came before it.
pub struct Wire(AtomicU32);

impl Wire {
    const START: u32 = 0x200;
    const FULL: u32 = 0x100;

    fn start(&self) {
        self.0.fetch_or(Self::START, Ordering::Relaxed);
    }

    fn put(&self, byte: u8) {
        self.0.fetch_or(Self::FULL | u32::from(byte), Ordering::Relaxed);
    }

    /// For the controller's interrupt: the byte, if there is one, after a start condition or not.
    pub fn take(&self) -> Option<(bool, u8)> {
        let seen = self.0.load(Ordering::Relaxed);
        if seen & Self::FULL == 0 {
            return None;
        }
        self.0.store(0, Ordering::Relaxed);
        Some((seen & Self::START != 0, seen as u8))
    }
}

/// Why a transfer failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failure {
    /// The device did not acknowledge a byte.
    Refused,
    /// The interrupt did not come in time.
    Late,
}

impl Error for Failure {
    fn kind(&self) -> ErrorKind {
        match self {
            Failure::Refused => ErrorKind::NoAcknowledge(NoAcknowledgeSource::Unknown),
            Failure::Late => ErrorKind::Bus,
        }
    }
}

/// The controller's registers.
pub struct Controller {
    data: u8,
    transfers: u32,
}

impl Controller {
    /// A controller that has transferred nothing.
    pub const fn new() -> Self {
        Controller { data: 0, transfers: 0 }
    }

    async fn byte(&mut self, out: u8) -> Result<u8, Failure> {
        DONE.reset();
        self.data = out;
        WIRE.put(out);
        match with_timeout(Duration::from_millis(2), DONE.wait()).await {
            Ok(Status::Ready(byte)) => Ok(byte),
            Ok(Status::Refused) => Err(Failure::Refused),
            Err(_) => Err(Failure::Late),
        }
    }

    async fn start(&mut self, address: u8, read: bool) -> Result<(), Failure> {
        self.transfers += 1;
        WIRE.start();
        self.byte(address << 1 | u8::from(read)).await?;
        Ok(())
    }

    async fn recover(&mut self) {
        for _ in 0..9 {
            self.data ^= 1;
            Timer::after_micros(5).await;
        }
    }
}

impl Default for Controller {
    fn default() -> Self {
        Self::new()
    }
}

impl ErrorType for Controller {
    type Error = Failure;
}

impl I2c for Controller {
    async fn transaction(
        &mut self,
        address: SevenBitAddress,
        operations: &mut [Operation<'_>],
    ) -> Result<(), Failure> {
        for operation in operations {
            let result = match operation {
                Operation::Read(buffer) => {
                    self.start(address, true).await?;
                    let mut result = Ok(());
                    for byte in buffer.iter_mut() {
                        match self.byte(0xff).await {
                            Ok(read) => *byte = read,
                            Err(failure) => result = Err(failure),
                        }
                    }
                    result
                }
                Operation::Write(buffer) => {
                    self.start(address, false).await?;
                    let mut result = Ok(());
                    for byte in buffer.iter() {
                        if let Err(failure) = self.byte(*byte).await {
                            result = Err(failure);
                        }
                    }
                    result
                }
            };
            if result == Err(Failure::Late) {
                self.recover().await;
            }
            result?;
        }
        Ok(())
    }
}

/// A bus that several drivers use.
pub type Bus = Mutex<CriticalSectionRawMutex, Controller>;

/// One driver's access to the bus.
#[derive(Clone, Copy)]
pub struct Shared(pub &'static Bus);

impl ErrorType for Shared {
    type Error = Failure;
}

impl I2c for Shared {
    async fn transaction(
        &mut self,
        address: SevenBitAddress,
        operations: &mut [Operation<'_>],
    ) -> Result<(), Failure> {
        self.0.lock().await.transaction(address, operations).await
    }
}
