//! What the session awaits, in another module and so in another codegen unit.

use core::future::Future;
use core::hint::black_box;
use core::pin::Pin;
use core::task::{Context, Poll};

/// Pending so many times.
pub struct Countdown(pub u16);

impl Future for Countdown {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<()> {
        if self.0 == 0 {
            return Poll::Ready(());
        }
        self.0 -= 1;
        Poll::Pending
    }
}

#[derive(Clone, Copy)]
struct Reading {
    channel: u8,
    value: Option<u32>,
}

pub async fn measure(scale: u32, limits: &[u8; 3]) -> u32 {
    let reading = Reading { channel: limits[2], value: Some(black_box(scale * 6)) };
    let sum = sample(scale).await + sample(scale + 1).await; // suspended: measure
    black_box(&reading);
    sum + reading.value.unwrap_or(0) + u32::from(reading.channel)
}

async fn sample(number: u32) -> u32 {
    let square = u64::from(black_box(number)) * u64::from(number);
    Countdown(2).await; // suspended: sample
    square as u32
}
