//! Reads both sensors in turn and hands the samples to the filter.

use board::hprintln;
use runtime_min::time::Timer;

use crate::bus::{Bus, NotAcknowledged};
use crate::filter;
use crate::retry::with_retries;
use crate::sensor::{Acceleration, Accelerometer, Sensor, Thermometer};

/// One measurement of both sensors.
#[derive(Clone, Copy)]
pub struct Sample {
    pub number: u32,
    /// Hundredths of a degree Celsius.
    pub temperature: i32,
    pub acceleration: Acceleration,
}

/// What happened on the bus.
#[derive(Default)]
pub struct Summary {
    transfers: u32,
    retries: u32,
    lost: u32,
}

impl Summary {
    pub fn print(&self) {
        hprintln!(
            "sampler: {} transfers, {} retries, {} samples lost",
            self.transfers,
            self.retries,
            self.lost
        );
    }
}

/// Takes `count` samples, sends those that succeed to the filter, and then the end mark.
pub async fn run(count: u32) -> Summary {
    let mut bus = Bus::new();
    let mut thermometer = Thermometer { address: 0x48 };
    let mut accelerometer = Accelerometer { address: 0x1d, range: 2000 };
    let mut summary = Summary::default();
    for number in 0..count {
        let (temperature, retries) = measure_reliably(&mut thermometer, &mut bus).await;
        summary.retries += retries;
        let (acceleration, retries) = measure_reliably(&mut accelerometer, &mut bus).await;
        summary.retries += retries;
        match (temperature, acceleration) {
            (Ok(temperature), Ok(acceleration)) => {
                let sample = Sample { number, temperature, acceleration };
                filter::INPUT.send(Some(sample)).await;
            }
            _ => summary.lost += 1,
        }
        Timer::after_millis(2).await;
    }
    filter::INPUT.send(None).await;
    summary.transfers = bus.transfers();
    summary
}

/// Measures, trying again once; returns the failures before the result as well.
pub async fn measure_reliably<S: Sensor>(
    sensor: &mut S,
    bus: &mut Bus,
) -> (Result<S::Reading, NotAcknowledged>, u32) {
    with_retries(2, async || sensor.measure(bus).await).await
}
