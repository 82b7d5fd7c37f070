//! Packs reports into frames and sends them.

use board::hprintln;
use runtime_min::join;
use runtime_min::time::{Instant, Timer};

use crate::stages::Handover;

/// Reports come in here; `None` is the end.
pub static INPUT: Handover<Option<Report>> = Handover::new();

/// What the filter makes of a few samples.
#[derive(Clone, Copy)]
pub struct Report {
    pub last_sample: u32,
    /// Hundredths of a degree Celsius.
    pub temperature: i32,
    pub peak: i16,
}

/// What was sent.
pub struct Frames {
    sent: [Option<(Report, u16)>; Self::LIMIT],
    count: usize,
}

impl Frames {
    const LIMIT: usize = 8;

    pub fn print(&self) {
        for (report, check) in self.sent.iter().flatten() {
            hprintln!(
                "frame up to sample {}: {}.{:02} C, peak {} mg, check {:#06x}",
                report.last_sample,
                report.temperature / 100,
                report.temperature % 100,
                report.peak,
                check
            );
        }
        hprintln!("reporter: {} frames", self.count);
    }
}

/// Sends every report until the end mark.
pub async fn run() -> Frames {
    let mut frames = Frames { sent: [None; Frames::LIMIT], count: 0 };
    while let Some(report) = INPUT.receive().await {
        let check = {
            let mut frame = [0; 96];
            let length = encode(&report, &mut frame);
            transmit(&frame[..length]).await
        };
        // The frame is dead by now.  The line must be idle for a while, and the receiver be quick.
        let start = Instant::now();
        let ((), answer) = join(Timer::after_millis(3), answer(start, check)).await;
        frames.sent[frames.count] = Some((report, answer));
        frames.count += 1;
    }
    frames
}

/// Sends a frame in three chunks and returns its check sum.
pub async fn transmit(frame: &[u8]) -> u16 {
    let mut check = 0xffff;
    for chunk in frame.chunks(frame.len().div_ceil(3).max(1)) {
        check = chunk.iter().fold(check, add_to_check);
        Timer::after_millis(1).await;
    }
    check
}

/// The receiver repeats the check sum after a millisecond.
async fn answer(start: Instant, check: u16) -> u16 {
    Timer::at(start.saturating_add_millis(1)).await;
    check
}

/// Writes the frame for `report` and returns its length.
fn encode(report: &Report, frame: &mut [u8]) -> usize {
    let fields = [
        report.last_sample.to_le_bytes(),
        report.temperature.to_le_bytes(),
        i32::from(report.peak).to_le_bytes(),
    ];
    let mut length = 0;
    for byte in fields.as_flattened() {
        // Byte stuffing: 0x7e begins a frame and 0x7d an escape.
        if matches!(byte, 0x7d | 0x7e) {
            frame[length] = 0x7d;
            frame[length + 1] = byte ^ 0x20;
            length += 2;
        } else {
            frame[length] = *byte;
            length += 1;
        }
    }
    length
}

/// One step of CRC-16/CCITT.
fn add_to_check(check: u16, byte: &u8) -> u16 {
    (0..8).fold(check ^ u16::from(*byte) << 8, |check, _| {
        let shifted = check << 1;
        if check & 0x8000 == 0 { shifted } else { shifted ^ 0x1021 }
    })
}
