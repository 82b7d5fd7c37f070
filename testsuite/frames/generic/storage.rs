//! A log of records on a flash of any kind, and what writes them.
#![no_std]

#[path = "../common/mod.rs"]
mod common;

use common::suspend;

#[allow(async_fn_in_trait)]
pub trait Flash {
    const PAGE: u32;
    type Error: From<Full>;

    async fn read(&mut self, at: u32, bytes: &mut [u8]) -> Result<(), Self::Error>;
    async fn write(&mut self, at: u32, bytes: &[u8]) -> Result<(), Self::Error>;
    async fn erase(&mut self, from: u32, to: u32) -> Result<(), Self::Error>;
}

/// A sink of bytes in the style of embedded-io-async.
#[allow(async_fn_in_trait)]
pub trait Write {
    type Error;

    async fn write(&mut self, bytes: &[u8]) -> Result<usize, Self::Error>;

    async fn write_all(&mut self, bytes: &[u8]) -> Result<(), Self::Error> {
        let mut rest = bytes;
        while !rest.is_empty() {
            let written = self.write(rest).await?;
            rest = &rest[written..];
        }
        Ok(())
    }
}

pub struct Full;

pub struct Chip {
    status: u8,
}

impl Chip {
    async fn ready(&mut self) -> Result<(), Full> {
        for _ in 0..100 {
            suspend().await;
            if self.status & 1 == 0 {
                return Ok(());
            }
        }
        Err(Full)
    }
}

impl Flash for Chip {
    const PAGE: u32 = 256;
    type Error = Full;

    async fn read(&mut self, at: u32, bytes: &mut [u8]) -> Result<(), Full> {
        self.ready().await?;
        bytes.fill(at as u8);
        Ok(())
    }

    async fn write(&mut self, at: u32, bytes: &[u8]) -> Result<(), Full> {
        for byte in bytes {
            self.ready().await?;
            self.status = *byte ^ at as u8;
        }
        self.ready().await
    }

    async fn erase(&mut self, from: u32, to: u32) -> Result<(), Full> {
        for page in from / Self::PAGE..to / Self::PAGE {
            self.status = page as u8;
            self.ready().await?;
        }
        Ok(())
    }
}

pub struct Log<F, const N: usize> {
    flash: F,
    end: u32,
    size: u32,
    buffer: [u8; N],
    buffered: usize,
}

impl<F: Flash, const N: usize> Log<F, N> {
    async fn find_end(&mut self) -> Result<u32, F::Error> {
        let (mut low, mut high) = (0, self.size / F::PAGE);
        while low < high {
            let middle = (low + high) / 2;
            let mut mark = [0; 4];
            self.flash.read(middle * F::PAGE, &mut mark).await?;
            if mark == [0xff; 4] { high = middle } else { low = middle + 1 }
        }
        Ok(low * F::PAGE)
    }

    async fn open(flash: F, size: u32) -> Result<Self, F::Error> {
        let mut log = Log { flash, end: 0, size, buffer: [0xff; N], buffered: 0 };
        log.end = log.find_end().await?;
        if log.end == size {
            log.flash.erase(0, F::PAGE).await?;
            log.end = 0;
        }
        Ok(log)
    }

    async fn flush(&mut self) -> Result<(), F::Error> {
        if self.end + N as u32 > self.size {
            return Err(Full.into());
        }
        self.flash.write(self.end, &self.buffer[..self.buffered]).await?;
        self.end += N as u32;
        self.buffered = 0;
        Ok(())
    }
}

impl<F: Flash, const N: usize> Write for Log<F, N> {
    type Error = F::Error;

    async fn write(&mut self, bytes: &[u8]) -> Result<usize, F::Error> {
        if self.buffered == N {
            self.flush().await?;
        }
        let count = bytes.len().min(N - self.buffered);
        self.buffer[self.buffered..][..count].copy_from_slice(&bytes[..count]);
        self.buffered += count;
        Ok(count)
    }
}

async fn decimal<W: Write>(out: &mut W, mut number: u32) -> Result<(), W::Error> {
    let mut digits = [0; 10];
    let mut first = digits.len();
    loop {
        first -= 1;
        digits[first] = b'0' + (number % 10) as u8;
        number /= 10;
        if number == 0 {
            break;
        }
    }
    out.write_all(&digits[first..]).await
}

async fn record<W: Write>(out: &mut W, name: &str, value: u32) -> Result<(), W::Error> {
    out.write_all(name.as_bytes()).await?;
    out.write_all(b"=").await?;
    decimal(out, value).await?;
    out.write_all(b"\n").await
}

async fn report<F: Flash, const N: usize>(flash: F, values: [u32; 4]) -> Result<u32, F::Error> {
    let mut log = Log::<F, N>::open(flash, 65_536).await?;
    for (name, value) in ["volt", "ampere", "kelvin", "pascal"].into_iter().zip(values) {
        record(&mut log, name, value).await?;
    }
    log.flush().await?;
    Ok(log.end)
}

pub async fn small_pages(chip: Chip) -> Result<u32, Full> {
    report::<_, 16>(chip, [1, 2, 3, 4]).await
}

pub async fn large_pages(chip: Chip) -> Result<u32, Full> {
    report::<_, 256>(chip, [5, 6, 7, 8]).await
}
