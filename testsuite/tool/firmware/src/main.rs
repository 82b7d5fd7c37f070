//! Firmware that sums up samples.
#![no_std]
#![no_main]

mod board;

use core::future::poll_fn;
use core::pin::pin;
use core::task::{Context, Poll, Waker};

/// Waits for one poll.
async fn sampled(number: u8) -> u8 {
    let mut waited = false;
    poll_fn(|_| {
        let ready = core::mem::replace(&mut waited, true);
        if ready { Poll::Ready(number) } else { Poll::Pending }
    })
    .await
}

async fn task() -> u32 {
    let mut buffer = [0; 4];
    for number in 0..4 {
        buffer[usize::from(number)] = sampled(number).await;
    }
    buffer.iter().map(|sample| u32::from(*sample)).sum()
}

fn main() {
    let mut future = pin!(task());
    let mut context = Context::from_waker(Waker::noop());
    let sum = loop {
        if let Poll::Ready(sum) = future.as_mut().poll(&mut context) {
            break sum;
        }
    };
    board::print(format_args!("sum {sum}\n"));
}
