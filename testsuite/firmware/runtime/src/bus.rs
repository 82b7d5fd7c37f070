//! An emulated I2C peripheral, and its driver.
//!
//! A transfer is one message to or from one device and ends with an interrupt some ticks later.  The
//! hardware has one register pointer, set by what is written and used by what is read next: if
//! another message comes between the two, the data are wrong.

use core::cell::RefCell;
use core::sync::atomic::{AtomicU32, Ordering};

use board::Interrupt;
use cortex_m::interrupt::{Mutex as CriticalMutex, free};
use cortex_m::peripheral::NVIC;
use embedded_hal_async::i2c::{ErrorKind, ErrorType, I2c, NoAcknowledgeSource, Operation};
use runtime_min::sync::{Interrupt as Notice, Mutex};

/// The addresses that answer.
pub const DEVICES: core::ops::RangeInclusive<u8> = 0x40..=0x41;

/// Ticks until the transfer under way ends; 0 if there is none.
static TICKS: AtomicU32 = AtomicU32::new(0);
static ENDED: Notice = Notice::new();
/// The register pointer.
static POINTER: CriticalMutex<RefCell<u8>> = CriticalMutex::new(RefCell::new(0));

/// What the register of a device says.
pub fn register(device: u8, register: u8) -> u8 {
    device.wrapping_mul(37) ^ register.wrapping_mul(11)
}

/// The hardware's clock, called from SysTick's handler.
pub fn on_tick() {
    match TICKS.load(Ordering::Relaxed) {
        0 => {}
        1 => {
            TICKS.store(0, Ordering::Relaxed);
            NVIC::pend(Interrupt::SWI2);
        }
        ticks => TICKS.store(ticks - 1, Ordering::Relaxed),
    }
}

/// The bus's interrupt.
pub fn on_interrupt() {
    ENDED.notify();
}

/// The driver of the hardware.
#[derive(Debug)]
pub struct Bus {
    messages: u32,
}

impl Bus {
    const fn new() -> Self {
        Bus { messages: 0 }
    }

    /// How many messages there were.
    pub fn messages(&self) -> u32 {
        self.messages
    }

    /// Waits until there is no message.
    async fn idle() {
        while TICKS.load(Ordering::Relaxed) != 0 {
            ENDED.wait().await;
        }
    }

    async fn message(
        &mut self,
        address: u8,
        operation: &mut Operation<'_>,
    ) -> Result<(), ErrorKind> {
        self.messages += 1;
        // A message whose future was dropped goes on.
        Self::idle().await;
        TICKS.store(1 + self.messages % 2, Ordering::Relaxed);
        Self::idle().await;
        if !DEVICES.contains(&address) {
            return Err(ErrorKind::NoAcknowledge(NoAcknowledgeSource::Address));
        }
        free(|cs| {
            let mut pointer = POINTER.borrow(cs).borrow_mut();
            match operation {
                Operation::Write(bytes) => {
                    if let Some(first) = bytes.first() {
                        *pointer = *first;
                    }
                }
                Operation::Read(bytes) => {
                    for byte in bytes.iter_mut() {
                        *byte = register(address, *pointer);
                        *pointer = pointer.wrapping_add(1);
                    }
                }
            }
        });
        Ok(())
    }
}

/// The bus that drivers share: each of their transactions is whole.
#[derive(Debug)]
pub struct Shared {
    bus: Mutex<Bus>,
}

impl Shared {
    /// The bus.
    #[expect(clippy::new_without_default, reason = "only statics hold one")]
    pub const fn new() -> Self {
        Shared { bus: Mutex::new(Bus::new()) }
    }

    /// The mutex, for what is not a transaction.
    pub fn bus(&self) -> &Mutex<Bus> {
        &self.bus
    }
}

impl ErrorType for &Shared {
    type Error = ErrorKind;
}

impl I2c for &Shared {
    async fn transaction(
        &mut self,
        address: u8,
        operations: &mut [Operation<'_>],
    ) -> Result<(), ErrorKind> {
        let mut bus = self.bus.lock().await;
        for operation in operations {
            bus.message(address, operation).await?;
        }
        Ok(())
    }
}
