//! The modem's two directions.

use embassy_sync::blocking_mutex::raw::CriticalSectionRawMutex;
use embassy_sync::channel::Channel;
use embassy_sync::pipe::Pipe;
use embassy_sync::signal::Signal;
use embedded_io_async::{Error, ErrorKind, ErrorType, Read, ReadExactError, Write};

use crate::control::COMMANDS;
use crate::dma::Dma;
use crate::packet::{BEGIN, crc32};
use crate::update::{PAGE, Page};

/// What the modem sends.
pub static TRANSMIT: Dma = Dma::new();
/// What the modem has received.
pub static RECEIVE: Pipe<CriticalSectionRawMutex, 64> = Pipe::new();
/// The sequence number that the other side acknowledged last.
pub static ACKNOWLEDGED: Signal<CriticalSectionRawMutex, u16> = Signal::new();
/// Pages of new firmware.
pub static PAGES: Channel<CriticalSectionRawMutex, Page, 1> = Channel::new();

/// What the other side sends: an acknowledgement.
pub const ACKNOWLEDGEMENT: u8 = 0;
/// A command.
pub const COMMAND: u8 = 1;
/// A page of new firmware.
pub const NEW_PAGE: u8 = 2;

/// The modem does not take what it is given.
#[derive(Clone, Copy, Debug)]
pub struct Stuck;

impl core::fmt::Display for Stuck {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("the modem is stuck")
    }
}

impl core::error::Error for Stuck {}

impl Error for Stuck {
    fn kind(&self) -> ErrorKind {
        ErrorKind::TimedOut
    }
}

/// The sending half.
pub struct Modem;

impl ErrorType for Modem {
    type Error = Stuck;
}

impl Write for Modem {
    async fn write(&mut self, bytes: &[u8]) -> Result<usize, Stuck> {
        TRANSMIT.write(bytes).await.map_err(|_| Stuck)
    }

    async fn flush(&mut self) -> Result<(), Stuck> {
        Ok(())
    }
}

/// A kind, a number and a length come before the data, their checksum behind.
async fn message<R: Read>(from: &mut R) -> Result<(), ReadExactError<R::Error>> {
    let mut head = [0; 4];
    while head[0] != BEGIN {
        from.read_exact(&mut head[..1]).await?;
    }
    from.read_exact(&mut head[1..]).await?;
    let [_, kind, number, length] = head;
    let mut sum = [0; 4];
    if kind == NEW_PAGE {
        let mut page = Page { number, bytes: [0; PAGE], sum: 0 };
        from.read_exact(&mut page.bytes).await?;
        from.read_exact(&mut sum).await?;
        page.sum = u32::from_le_bytes(sum);
        PAGES.send(page).await;
        return Ok(());
    }
    let mut data = [0; 16];
    let data = &mut data[..usize::from(length.min(16))];
    from.read_exact(data).await?;
    from.read_exact(&mut sum).await?;
    if crc32(data) != u32::from_le_bytes(sum) {
        return Ok(());
    }
    match (kind, &*data) {
        (ACKNOWLEDGEMENT, [low, high]) => ACKNOWLEDGED.signal(u16::from_le_bytes([*low, *high])),
        (COMMAND, data) => COMMANDS.send((number, data.into())).await,
        _ => {}
    }
    Ok(())
}

/// Tells apart what comes.
#[embassy_executor::task]
pub async fn receiver() {
    let mut from = &RECEIVE;
    // A pipe never ends.
    while message(&mut from).await.is_ok() {}
}
