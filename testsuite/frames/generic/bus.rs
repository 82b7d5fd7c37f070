//! Drivers that are generic over their bus, with the bus behind one or more layers.
#![no_std]

#[path = "../common/mod.rs"]
mod common;

use common::suspend;

/// A bus in the style of embedded-hal-async.
#[allow(async_fn_in_trait)]
pub trait Bus {
    type Error;

    async fn write(&mut self, address: u8, bytes: &[u8]) -> Result<(), Self::Error>;

    async fn read(&mut self, address: u8, bytes: &mut [u8]) -> Result<(), Self::Error>;

    async fn write_read(
        &mut self,
        address: u8,
        sent: &[u8],
        received: &mut [u8],
    ) -> Result<(), Self::Error> {
        self.write(address, sent).await?;
        self.read(address, received).await
    }
}

impl<B: Bus> Bus for &mut B {
    type Error = B::Error;

    async fn write(&mut self, address: u8, bytes: &[u8]) -> Result<(), B::Error> {
        B::write(self, address, bytes).await
    }

    async fn read(&mut self, address: u8, bytes: &mut [u8]) -> Result<(), B::Error> {
        B::read(self, address, bytes).await
    }
}

#[derive(Debug)]
pub enum Fault {
    Refused(u8),
    Short { wanted: usize },
}

/// A controller that waits for each byte.
pub struct Controller {
    register: u8,
}

impl Bus for Controller {
    type Error = Fault;

    async fn write(&mut self, address: u8, bytes: &[u8]) -> Result<(), Fault> {
        self.register = address << 1;
        suspend().await;
        for byte in bytes {
            self.register = *byte;
            suspend().await;
            if self.register == 0xff {
                return Err(Fault::Refused(address));
            }
        }
        Ok(())
    }

    async fn read(&mut self, address: u8, bytes: &mut [u8]) -> Result<(), Fault> {
        self.register = address << 1 | 1;
        suspend().await;
        for byte in bytes.iter_mut() {
            suspend().await;
            *byte = self.register;
        }
        Ok(())
    }
}

/// A bus that counts, around another one.
pub struct Counted<B> {
    bus: B,
    transfers: u32,
}

impl<B: Bus> Bus for Counted<B> {
    type Error = B::Error;

    async fn write(&mut self, address: u8, bytes: &[u8]) -> Result<(), B::Error> {
        let result = self.bus.write(address, bytes).await;
        self.transfers += 1;
        result
    }

    async fn read(&mut self, address: u8, bytes: &mut [u8]) -> Result<(), B::Error> {
        let result = self.bus.read(address, bytes).await;
        self.transfers += 1;
        result
    }
}

pub struct Sensor<B> {
    bus: B,
    address: u8,
    offset: i16,
}

impl<B: Bus> Sensor<B> {
    async fn register(&mut self, register: u8) -> Result<u8, B::Error> {
        let mut value = [0];
        self.bus.write_read(self.address, &[register], &mut value).await?;
        Ok(value[0])
    }

    async fn set(&mut self, register: u8, value: u8) -> Result<(), B::Error> {
        self.bus.write(self.address, &[register, value]).await
    }

    async fn modify(&mut self, register: u8, set: u8) -> Result<(), B::Error> {
        let old = self.register(register).await?;
        self.set(register, old | set).await
    }

    pub async fn start(&mut self) -> Result<bool, B::Error> {
        if self.register(0x0f).await? != 0x6a {
            return Ok(false);
        }
        self.set(0x12, 1).await?;
        self.modify(0x10, 0x50).await?;
        self.modify(0x11, 0x0c).await?;
        Ok(true)
    }

    pub async fn sample(&mut self) -> Result<[i16; 3], B::Error> {
        while self.register(0x1e).await? & 1 == 0 {
            suspend().await;
        }
        let mut raw = [0; 6];
        self.bus.write_read(self.address, &[0x28], &mut raw).await?;
        let axis = |n: usize| i16::from_le_bytes([raw[n], raw[n + 1]]) - self.offset;
        Ok([axis(0), axis(2), axis(4)])
    }

    pub async fn calibrate(&mut self, samples: u8) -> Result<i16, B::Error> {
        let mut sum = 0;
        for _ in 0..samples {
            let [x, y, z] = self.sample().await?;
            sum += i32::from(x) + i32::from(y) + i32::from(z);
        }
        self.offset = (sum / (3 * i32::from(samples))) as i16;
        Ok(self.offset)
    }
}

async fn measure<B: Bus>(mut sensor: Sensor<B>) -> Result<i16, B::Error> {
    if !sensor.start().await? {
        return Ok(0);
    }
    let offset = sensor.calibrate(8).await?;
    let [x, y, _] = sensor.sample().await?;
    Ok(x + y - offset)
}

pub async fn owned(controller: Controller) -> Result<i16, Fault> {
    measure(Sensor { bus: controller, address: 0x6b, offset: 0 }).await
}

pub async fn borrowed(controller: &mut Controller) -> Result<i16, Fault> {
    measure(Sensor { bus: controller, address: 0x6b, offset: 0 }).await
}

pub async fn counted(controller: &mut Controller) -> Result<i16, Fault> {
    let bus = Counted { bus: controller, transfers: 0 };
    measure(Sensor { bus, address: 0x6b, offset: 0 }).await
}

pub async fn counted_twice(controller: Controller) -> Result<i16, Fault> {
    let inner = Counted { bus: controller, transfers: 0 };
    let mut outer = Counted { bus: inner, transfers: 0 };
    let result = measure(Sensor { bus: &mut outer, address: 0x6b, offset: 0 }).await;
    let Counted { bus: inner, transfers } = outer;
    if transfers == inner.transfers { result } else { Err(Fault::Short { wanted: 6 }) }
}
