//! Writes what happens on the display, a line each.

use core::fmt::{self, Write};

use embassy_sync::blocking_mutex::raw::CriticalSectionRawMutex;
use embassy_sync::channel::Channel;
use heapless::String;

use crate::flash;
use crate::modem::Stuck;
use crate::spi::{BUS, Device};
use crate::{update, uplink};

/// What the display is to show.
pub static EVENTS: Channel<CriticalSectionRawMutex, Event, 2> = Channel::new();

/// Characters in a line.
const WIDTH: usize = 48;
/// Lines on the display.
const ROWS: u8 = 4;

/// Something worth a line.
pub enum Event {
    PacketLost { lost: u32, failure: uplink::Failure<Stuck> },
    PageStored(u8),
    PageRefused { number: u8, failure: update::Failure<flash::Error> },
    Installed(u32),
    Threshold(i32),
    Name([u8; 12]),
    Button,
}

impl fmt::Display for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Event::PacketLost { lost, failure } => write!(f, "! {lost} packets lost: {failure:?}"),
            Event::PageStored(number) => write!(f, "page {number} stored"),
            Event::PageRefused { number, failure } => write!(f, "page {number}: {failure:?}"),
            Event::Installed(sum) => write!(f, "firmware {sum:08x} installed"),
            Event::Threshold(threshold) => write!(f, "threshold {threshold}"),
            Event::Name(name) => write!(f, "name {}", str::from_utf8(name).unwrap_or("?")),
            Event::Button => f.write_str("button"),
        }
    }
}

/// Shows events.
#[embassy_executor::task]
pub async fn display() {
    let mut row = 0;
    loop {
        let event = EVENTS.receive().await;
        let mut line = String::<WIDTH>::new();
        // What does not fit is cut.
        let _ = write!(line, "{event}");
        // A display that hangs is no reason to stop.
        let _ = BUS.lock().await.write(Device::Display, &[&[row], line.as_bytes()]).await;
        row = (row + 1) % ROWS;
    }
}
