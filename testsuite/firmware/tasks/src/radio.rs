//! A radio link: frames with acknowledgements, timeouts and retries.

use embassy_futures::select::{Either3, select3};
use embassy_sync::blocking_mutex::raw::{CriticalSectionRawMutex, NoopRawMutex};
use embassy_sync::channel::{Channel, Receiver, Sender};
use embassy_sync::pipe::Pipe;
use embassy_sync::signal::Signal;
use embassy_time::{Duration, Ticker, Timer, with_timeout};

/// The longest frame.
pub const LONGEST: usize = 64;

/// Bytes as the radio sends them.
#[derive(Clone)]
pub struct Frame {
    /// The data, and zeros behind it.
    pub bytes: [u8; LONGEST],
    /// How many bytes are data.
    pub length: usize,
    /// What an acknowledgement names.
    pub sequence: u8,
}

impl Frame {
    /// A frame of the first [`LONGEST`] bytes of `data`.
    pub fn new(sequence: u8, data: &[u8]) -> Self {
        let mut bytes = [0; LONGEST];
        let length = data.len().min(LONGEST);
        bytes[..length].copy_from_slice(&data[..length]);
        Frame { bytes, length, sequence }
    }

    fn check(&self) -> u8 {
        self.bytes[..self.length].iter().fold(self.sequence, |sum, byte| sum ^ byte)
    }
}

/// Frames that wait to be sent.
pub type Queue = Channel<CriticalSectionRawMutex, Frame, 2>;

/// Bytes to the modem.
pub static TO_MODEM: Pipe<CriticalSectionRawMutex, 32> = Pipe::new();
/// Bytes from the modem.
pub static FROM_MODEM: Pipe<CriticalSectionRawMutex, 32> = Pipe::new();
/// The sequence number that was acknowledged last.
pub static ACKNOWLEDGED: Signal<CriticalSectionRawMutex, u8> = Signal::new();

/// The other side did not answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lost;

async fn transmit(frame: &Frame) {
    TO_MODEM.write_all(&[0x7e, frame.length as u8, frame.sequence]).await;
    TO_MODEM.write_all(&frame.bytes[..frame.length]).await;
    TO_MODEM.write_all(&[frame.check()]).await;
}

/// Sends a frame until it is acknowledged.
pub async fn deliver(frame: Frame) -> Result<u8, Lost> {
    let mut pause = Duration::from_millis(20);
    for attempt in 0..4 {
        ACKNOWLEDGED.reset();
        transmit(&frame).await;
        let acknowledged = async { while ACKNOWLEDGED.wait().await != frame.sequence {} };
        if with_timeout(pause, acknowledged).await.is_ok() {
            return Ok(attempt);
        }
        Timer::after(pause / 2).await;
        pause *= 2;
    }
    Err(Lost)
}

async fn byte() -> u8 {
    let mut byte = [0];
    FROM_MODEM.read(&mut byte).await;
    byte[0]
}

/// Waits for a whole frame whose check is right.
pub async fn receive() -> Frame {
    loop {
        while byte().await != 0x7e {}
        let length = usize::from(byte().await).min(LONGEST);
        let mut frame = Frame { bytes: [0; LONGEST], length, sequence: byte().await };
        let mut filled = 0;
        while filled < length {
            filled += FROM_MODEM.read(&mut frame.bytes[filled..length]).await;
        }
        if byte().await == frame.check() {
            return frame;
        }
    }
}

/// Sends the frames of the queue, with longer pauses the more of them are lost.
#[embassy_executor::task]
pub async fn sender(queue: Receiver<'static, CriticalSectionRawMutex, Frame, 2>) {
    let mut lost = 0_u32;
    loop {
        let frame = queue.receive().await;
        if deliver(frame).await.is_err() {
            lost += 1;
            Timer::after_secs(u64::from(lost.min(10))).await;
        }
    }
}

/// Puts what the other side sends into the queue.
#[embassy_executor::task]
pub async fn receiver(queue: Sender<'static, CriticalSectionRawMutex, Frame, 2>) {
    loop {
        let frame = receive().await;
        if frame.length == 0 {
            ACKNOWLEDGED.signal(frame.sequence);
        } else {
            queue.send(frame).await;
        }
    }
}

/// Echoes for a while, with a beacon in between; returns how many frames and beacons there were.
pub async fn echo(queue: &Queue, stop: &Signal<NoopRawMutex, ()>) -> (u32, u32) {
    let (mut frames, mut beacons) = (0, 0);
    let mut ticker = Ticker::every(Duration::from_millis(500));
    loop {
        match select3(queue.receive(), ticker.next(), stop.wait()).await {
            Either3::First(frame) => {
                frames += 1;
                let answer = Frame::new(frame.sequence, &frame.bytes[..frame.length]);
                if deliver(answer).await.is_err() {
                    return (frames, beacons);
                }
            }
            Either3::Second(()) => {
                beacons += 1;
                transmit(&Frame::new(0, b"beacon")).await;
            }
            Either3::Third(()) => return (frames, beacons),
        }
    }
}
