//! Async fns for a debugger to stop in, between their awaits.

use core::hint::black_box;
use core::pin::Pin;
use core::task::{Context, Poll};

struct Suspend(bool);

impl Future for Suspend {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<()> {
        if self.0 {
            return Poll::Ready(());
        }
        self.0 = true;
        Poll::Pending
    }
}

struct Reading {
    channel: u8,
    value: i32,
}

async fn measure(scale: i32) -> i32 {
    let kept = Reading { channel: 7, value: scale * 6 };
    let label = 40_u64;
    Suspend(false).await;
    let sum = kept.value + 1;
    Suspend(false).await;
    black_box(&kept); // stop: measure
    sum + kept.value + kept.channel as i32 + label as i32
}

/// What the programs poll; 239 for a scale of 7.
pub async fn session(scale: i32) -> i32 {
    let before = scale + 100;
    let measured = measure(scale).await;
    Suspend(false).await;
    black_box(&before); // stop: session
    before + measured
}
