//! The sensors' drivers behind one async trait.

use runtime_min::time::Timer;

use crate::bus::{Bus, NotAcknowledged};

/// A sensor on the bus.
pub trait Sensor {
    /// What one measurement yields.
    type Reading;

    /// Reads a burst of raw values and makes one reading of them.
    async fn measure(&mut self, bus: &mut Bus) -> Result<Self::Reading, NotAcknowledged>;
}

/// A thermometer that averages over a burst of 32 conversions.
pub struct Thermometer {
    pub address: u8,
}

impl Sensor for Thermometer {
    /// Hundredths of a degree Celsius.
    type Reading = i32;

    async fn measure(&mut self, bus: &mut Bus) -> Result<i32, NotAcknowledged> {
        let sum = {
            let mut burst = [0; 64];
            bus.read(self.address, &mut burst).await?;
            sum_of_words(&burst)
        };
        // The burst is dead by now; the frame has no need to hold it while the sensor rests.
        Timer::after_millis(1).await;
        Ok(2000 + sum / 32 % 500)
    }
}

/// An accelerometer with a queue of 20 samples of three axes.
pub struct Accelerometer {
    pub address: u8,
    pub range: i16,
}

/// Thousandths of the standard gravity on three axes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Acceleration {
    pub axes: [i16; 3],
}

impl Sensor for Accelerometer {
    type Reading = Acceleration;

    async fn measure(&mut self, bus: &mut Bus) -> Result<Acceleration, NotAcknowledged> {
        let mut status = [0; 2];
        bus.read(self.address, &mut status).await?;
        let peaks = {
            let mut queue = [0; 120];
            bus.read(self.address, &mut queue).await?;
            peak_per_axis(&queue)
        };
        Timer::after_millis(u32::from(status[0] & 1)).await;
        let axes = peaks.map(|peak| peak % self.range);
        Ok(Acceleration { axes })
    }
}

fn sum_of_words(bytes: &[u8]) -> i32 {
    bytes.chunks_exact(2).map(|word| i32::from(as_word(word))).sum()
}

fn peak_per_axis(bytes: &[u8]) -> [i16; 3] {
    let mut peaks = [0; 3];
    for sample in bytes.chunks_exact(6) {
        for (peak, word) in peaks.iter_mut().zip(sample.chunks_exact(2)) {
            *peak = as_word(word).saturating_abs().max(*peak);
        }
    }
    peaks
}

fn as_word(bytes: &[u8]) -> i16 {
    i16::from_le_bytes([bytes[0], bytes[1]])
}
