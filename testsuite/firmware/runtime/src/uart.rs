//! The board's first UART as `embedded-io-async` has it: an asynchronous driver on top of what the
//! package `board` says of the hardware.

use core::error::Error;
use core::fmt;
use core::sync::atomic::{AtomicBool, Ordering};

use board::uart;
use embedded_io_async::{ErrorKind, ErrorType, Read, Write};
use runtime_min::sync::{Channel, Interrupt as Notice};

/// How many bytes may wait for the receiving task: there is no way to stop the other side.
const WAITING: usize = 64;

static RECEIVED: Channel<u8, WAITING> = Channel::new();
/// A byte that was received is lost.
static OVERRUN: AtomicBool = AtomicBool::new(false);
static SENT: Notice = Notice::new();

/// The handler of the UART's interrupts.
pub fn on_interrupt() {
    uart::acknowledge();
    while let Some(byte) = uart::receive() {
        if RECEIVED.try_send(byte).is_err() {
            OVERRUN.store(true, Ordering::Relaxed);
        }
    }
    SENT.notify();
}

/// Bytes that were received are lost, because nobody took the ones before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Overrun;

impl fmt::Display for Overrun {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("received bytes are lost")
    }
}

impl Error for Overrun {}

impl embedded_io_async::Error for Overrun {
    fn kind(&self) -> ErrorKind {
        ErrorKind::Other
    }
}

/// The receiving half.
#[derive(Debug)]
pub struct Receiver(());

impl ErrorType for Receiver {
    type Error = Overrun;
}

impl Read for Receiver {
    /// Waits for a byte, and takes what else has come.
    async fn read(&mut self, buffer: &mut [u8]) -> Result<usize, Overrun> {
        let mut places = buffer.iter_mut();
        let Some(first) = places.next() else { return Ok(0) };
        *first = RECEIVED.receive().await;
        let mut count = 1;
        for place in places {
            let Some(byte) = RECEIVED.try_receive() else { break };
            *place = byte;
            count += 1;
        }
        match OVERRUN.swap(false, Ordering::Relaxed) {
            false => Ok(count),
            true => Err(Overrun),
        }
    }
}

/// The sending half.
#[derive(Debug)]
pub struct Sender(());

impl ErrorType for Sender {
    type Error = core::convert::Infallible;
}

impl Write for Sender {
    /// Sends all of it.
    async fn write(&mut self, bytes: &[u8]) -> Result<usize, Self::Error> {
        for byte in bytes {
            self.flush().await?;
            uart::send(*byte);
        }
        Ok(bytes.len())
    }

    /// Waits until the last byte is on its way.
    async fn flush(&mut self) -> Result<(), Self::Error> {
        while !uart::ready() {
            SENT.wait().await;
        }
        Ok(())
    }
}

/// Starts the UART, and lets its interrupts come. To be called once, by a program with
/// `board::uart_interrupts!(runtime::uart::on_interrupt)`.
pub fn start() -> (Sender, Receiver) {
    uart::start();
    for interrupt in uart::INTERRUPTS {
        crate::unmask(interrupt);
    }
    (Sender(()), Receiver(()))
}
