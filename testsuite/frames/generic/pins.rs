//! A device that is generic over its pins and its clock, and keeps them.
#![no_std]

#[path = "../common/mod.rs"]
mod common;

use common::suspend;

#[allow(async_fn_in_trait)]
pub trait Wait {
    async fn wait_for(&mut self, high: bool);
}

#[allow(async_fn_in_trait)]
pub trait Delay {
    async fn delay_ns(&mut self, ns: u32);

    async fn delay_us(&mut self, us: u32) {
        self.delay_ns(us * 1000).await;
    }

    async fn delay_ms(&mut self, ms: u32) {
        for _ in 0..ms {
            self.delay_us(1000).await;
        }
    }
}

pub trait Output {
    fn set(&mut self, high: bool);
}

pub struct Pin {
    level: bool,
}

impl Output for Pin {
    fn set(&mut self, high: bool) {
        self.level = high;
    }
}

impl Wait for Pin {
    async fn wait_for(&mut self, high: bool) {
        while self.level != high {
            suspend().await;
        }
    }
}

pub struct Clock {
    now: u32,
}

impl Delay for Clock {
    async fn delay_ns(&mut self, ns: u32) {
        let end = self.now.wrapping_add(ns / 100);
        while self.now != end {
            suspend().await;
            self.now = self.now.wrapping_add(1);
        }
    }
}

impl<D: Delay> Delay for &mut D {
    async fn delay_ns(&mut self, ns: u32) {
        D::delay_ns(self, ns).await;
    }
}

pub struct Display<O, W, D> {
    select: O,
    busy: W,
    delay: D,
    line: [u8; 16],
}

pub struct TimedOut(pub u8);

impl<O: Output, W: Wait, D: Delay> Display<O, W, D> {
    async fn command(&mut self, command: u8) {
        self.select.set(true);
        self.delay.delay_us(2).await;
        self.line[0] = command;
        self.busy.wait_for(false).await;
        self.select.set(false);
    }

    async fn reset(&mut self) {
        self.delay.delay_ms(20).await;
        for (command, wait) in [(0x01, 5), (0x0c, 1), (0x06, 1)] {
            self.command(command).await;
            self.delay.delay_ms(wait).await;
        }
    }

    async fn print(&mut self, text: &[u8; 16]) -> Result<u8, TimedOut> {
        let mut shown = 0;
        for (at, byte) in text.iter().enumerate() {
            if self.line[at] == *byte {
                continue;
            }
            self.command(0x80 | at as u8).await;
            self.command(*byte).await;
            shown += 1;
            if shown > 40 {
                return Err(TimedOut(shown));
            }
        }
        Ok(shown)
    }

    /// Shows a text for a while, and then another one.
    async fn run(mut self, first: [u8; 16], second: [u8; 16]) -> Result<u8, TimedOut> {
        self.reset().await;
        let shown = self.print(&first).await?;
        self.delay.delay_ms(500).await;
        Ok(shown + self.print(&second).await?)
    }
}

pub async fn display(select: Pin, busy: Pin, delay: Clock) -> Result<u8, TimedOut> {
    let display = Display { select, busy, delay, line: [0; 16] };
    display.run(*b"good morning    ", *b"good night      ").await
}

pub async fn shared_clock(select: Pin, busy: Pin, clock: &mut Clock) -> Result<u8, TimedOut> {
    clock.delay_ms(1).await;
    let display = Display { select, busy, delay: &mut *clock, line: [0; 16] };
    let shown = display.run([b'-'; 16], [b'+'; 16]).await?;
    clock.delay_us(u32::from(shown)).await;
    Ok(shown)
}
