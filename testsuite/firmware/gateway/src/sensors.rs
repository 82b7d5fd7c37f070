//! Sensors at the converter, and the records of what they measure.

use embassy_sync::blocking_mutex::raw::CriticalSectionRawMutex;
use embassy_sync::channel::Channel;
use embassy_sync::signal::Signal;
use embassy_time::{Duration, Ticker, Timer};

use crate::settings::SETTINGS;
use crate::watchdog::{self, Part};

/// How many sensors there are.
pub const SENSORS: u32 = 3;

/// What was measured.
pub static RECORDS: Channel<CriticalSectionRawMutex, Record, 2> = Channel::new();
/// A record that is above the threshold.
pub static ALARM: Signal<CriticalSectionRawMutex, Record> = Signal::new();

/// One measurement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Record {
    pub number: u32,
    pub sensor: u32,
    pub value: i32,
}

impl Record {
    /// How many bytes it takes in a packet.
    pub const SIZE: usize = 12;

    /// As it goes into a packet.
    pub fn to_bytes(self) -> [u8; Self::SIZE] {
        let mut bytes = [0; Self::SIZE];
        bytes[..4].copy_from_slice(&self.number.to_le_bytes());
        bytes[4..8].copy_from_slice(&self.sensor.to_le_bytes());
        bytes[8..].copy_from_slice(&self.value.to_le_bytes());
        bytes
    }

    /// As it comes out of a packet.
    pub fn from_bytes(bytes: &[u8; Self::SIZE]) -> Self {
        let word = |at: usize| [bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]];
        Record {
            number: u32::from_le_bytes(word(0)),
            sensor: u32::from_le_bytes(word(4)),
            value: i32::from_le_bytes(word(8)),
        }
    }
}

/// What the emulated converter says.
fn convert(sensor: u32, number: u32, reading: u32) -> i32 {
    let noise = (number * 31 + reading * 17 + sensor * 7) % 11;
    (1000 * (sensor + 1) + 13 * (number % 50) + noise) as i32
}

/// The median of readings `number`.
pub fn median(sensor: u32, number: u32) -> i32 {
    let mut readings = [0, 1, 2, 3, 4].map(|reading| convert(sensor, number, reading));
    readings.sort_unstable();
    readings[readings.len() / 2]
}

/// The median of five readings, a tick for each two.
pub async fn measure(sensor: u32, number: u32) -> i32 {
    let mut readings = [0; 5];
    for (index, reading) in readings.iter_mut().enumerate() {
        if index % 2 == 1 {
            Timer::after_millis(1).await;
        }
        *reading = convert(sensor, number, index as u32);
    }
    readings.sort_unstable();
    readings[readings.len() / 2]
}

/// Measures one sensor after the other.
#[embassy_executor::task]
pub async fn sensors() {
    let mut ticker = Ticker::every(Duration::from_millis(3));
    let mut number = 0;
    loop {
        ticker.next().await;
        let sensor = number % SENSORS;
        let record = Record { number, sensor, value: measure(sensor, number).await };
        if record.value > SETTINGS.lock().await.threshold {
            ALARM.signal(record);
        }
        RECORDS.send(record).await;
        watchdog::alive(Part::Sensors);
        number += 1;
    }
}
