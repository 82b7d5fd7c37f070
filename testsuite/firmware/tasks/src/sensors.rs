//! Drivers for any I2C bus.

use embassy_time::{Duration, Instant, Timer};
use embedded_hal_async::i2c::I2c;

/// A thermometer that is asked and waited for.
pub struct Thermometer<B> {
    bus: B,
    calibration: [i16; 4],
}

impl<B: I2c> Thermometer<B> {
    const ADDRESS: u8 = 0x48;

    /// Reads its calibration.
    pub async fn new(mut bus: B) -> Result<Self, B::Error> {
        let mut bytes = [0; 8];
        bus.write_read(Self::ADDRESS, &[0x10], &mut bytes).await?;
        let mut calibration = [0; 4];
        for (value, pair) in calibration.iter_mut().zip(bytes.chunks_exact(2)) {
            *value = i16::from_be_bytes([pair[0], pair[1]]);
        }
        Ok(Thermometer { bus, calibration })
    }

    /// In hundredths of a degree.
    pub async fn measure(&mut self) -> Result<i32, B::Error> {
        self.bus.write(Self::ADDRESS, &[0x01, 0x80]).await?;
        let mut status = [0];
        loop {
            Timer::after_millis(3).await;
            self.bus.write_read(Self::ADDRESS, &[0x02], &mut status).await?;
            if status[0] & 1 != 0 {
                break;
            }
        }
        let mut raw = [0; 3];
        self.bus.write_read(Self::ADDRESS, &[0x03], &mut raw).await?;
        let raw = i32::from_be_bytes([0, raw[0], raw[1], raw[2]]);
        Ok(raw * i32::from(self.calibration[0]) / 256 + i32::from(self.calibration[1]))
    }
}

/// Three axes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sample {
    /// The raw value of each.
    pub axes: [i16; 3],
    /// Milliseconds from the start of the accelerometer.
    pub at_millis: u32,
}

/// An accelerometer with a queue of its own.
pub struct Accelerometer<B> {
    bus: B,
    started: Instant,
}

impl<B: I2c> Accelerometer<B> {
    const ADDRESS: u8 = 0x19;

    /// Sets the device up with the value of its rate register.
    pub async fn new(mut bus: B, rate: u8) -> Result<Self, B::Error> {
        for (register, value) in [(0x20, rate), (0x23, 0x88), (0x2e, 0x40)] {
            bus.write(Self::ADDRESS, &[register, value]).await?;
            Timer::after(Duration::from_micros(200)).await;
        }
        Ok(Accelerometer { bus, started: Instant::now() })
    }

    async fn register(&mut self, register: u8) -> Result<u8, B::Error> {
        let mut value = [0];
        self.bus.write_read(Self::ADDRESS, &[register], &mut value).await?;
        Ok(value[0])
    }

    /// All samples that are there, at most as many as there is room for.
    pub async fn drain(&mut self, samples: &mut [Sample]) -> Result<usize, B::Error> {
        let waiting = usize::from(self.register(0x2f).await? & 0x1f);
        let count = waiting.min(samples.len());
        for sample in &mut samples[..count] {
            let mut bytes = [0; 6];
            self.bus.write_read(Self::ADDRESS, &[0xa8], &mut bytes).await?;
            for (axis, pair) in sample.axes.iter_mut().zip(bytes.chunks_exact(2)) {
                *axis = i16::from_le_bytes([pair[0], pair[1]]);
            }
            sample.at_millis = self.started.elapsed().as_millis() as u32;
        }
        Ok(count)
    }
}

/// Writes pages to a memory and waits for each.
pub async fn store<B: I2c>(bus: &mut B, mut address: u16, data: &[u8]) -> Result<(), B::Error> {
    const PAGE: usize = 32;
    for page in data.chunks(PAGE) {
        let mut buffer = [0; PAGE + 2];
        buffer[..2].copy_from_slice(&address.to_be_bytes());
        buffer[2..][..page.len()].copy_from_slice(page);
        bus.write(0x50, &buffer[..page.len() + 2]).await?;
        let mut tries = 0;
        while bus.write(0x50, &[]).await.is_err() && tries < 10 {
            Timer::after_millis(1).await;
            tries += 1;
        }
        address += page.len() as u16;
    }
    Ok(())
}
