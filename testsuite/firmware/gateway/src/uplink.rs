//! Packets to the other side: sealed, acknowledged, and sent again when they are not.

use embassy_sync::blocking_mutex::raw::CriticalSectionRawMutex;
use embassy_sync::mutex::Mutex;
use embassy_time::{Duration, TimeoutError, Timer, with_timeout};
use embedded_io_async::Write;

use crate::modem::{ACKNOWLEDGED, Modem};
use crate::packet::{Frame, Packet, seal};

/// All tasks send through this.
pub static UPLINK: Mutex<CriticalSectionRawMutex, Uplink<Modem>> =
    Mutex::new(Uplink { modem: Modem, sequence: 0 });

const ATTEMPTS: u32 = 4;
const PAUSE: Duration = Duration::from_millis(20);
const PATIENCE: Duration = Duration::from_millis(60);

/// Why a packet did not arrive.
#[derive(Clone, Copy, Debug)]
pub enum Failure<E> {
    Modem(E),
    NotAcknowledged,
}

impl<E> From<TimeoutError> for Failure<E> {
    fn from(_: TimeoutError) -> Self {
        Failure::NotAcknowledged
    }
}

/// The way to the other side.
pub struct Uplink<W> {
    modem: W,
    sequence: u16,
}

impl<W: Write> Uplink<W> {
    /// Returns when the packet was acknowledged.
    pub async fn send(&mut self, packet: Packet) -> Result<(), Failure<W::Error>> {
        self.sequence = self.sequence.wrapping_add(1);
        self.with_retry(packet).await
    }

    async fn with_retry(&mut self, packet: Packet) -> Result<(), Failure<W::Error>> {
        let mut pause = PAUSE;
        for _ in 1..ATTEMPTS {
            if self.deliver(packet.clone()).await.is_ok() {
                return Ok(());
            }
            Timer::after(pause).await;
            pause *= 2;
        }
        self.deliver(packet).await
    }

    async fn deliver(&mut self, packet: Packet) -> Result<(), Failure<W::Error>> {
        ACKNOWLEDGED.reset();
        self.transmit(seal(self.sequence, packet)).await?;
        with_timeout(PATIENCE, self.acknowledged()).await?;
        Ok(())
    }

    async fn transmit(&mut self, frame: Frame) -> Result<(), Failure<W::Error>> {
        self.modem.write_all(frame.bytes()).await.map_err(Failure::Modem)?;
        self.modem.flush().await.map_err(Failure::Modem)
    }

    async fn acknowledged(&self) {
        while ACKNOWLEDGED.wait().await != self.sequence {}
    }
}
