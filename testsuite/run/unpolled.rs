// Futures that wait for their turn while others run: as arguments, variables, in structs and in enums, polled or dropped
// afterwards.
// lowered: 12
// begins: 24
// status panic=abort: signal 6

mod common;
#[path = "common/steps.rs"]
mod steps;

use common::{Noisy, pause};
use std::future::Future;
use std::hint::black_box;
use steps::{observe_all, step};

/// Has few captures, and many bytes once it runs; and writes all of them.
async fn large(noisy: Noisy, number: u64) -> u64 {
    step("large");
    let mut bytes = black_box([number as u8; 80]);
    pause().await;
    bytes[1] = black_box(7);
    pause().await;
    step("end of large");
    drop(noisy);
    bytes.iter().map(|byte| u64::from(*byte)).sum()
}

/// The same with other captures.
async fn other(byte: u8) -> u64 {
    let mut bytes = black_box([byte; 60]);
    pause().await;
    step("other");
    bytes[2] = black_box(9);
    pause().await;
    bytes.iter().map(|byte| u64::from(*byte)).sum()
}

async fn argument(future: impl Future<Output = u64>) -> u64 {
    let sum = other(0xff).await;
    step("between");
    sum + future.await
}

async fn on_one_way(future: impl Future<Output = u64>, polls: bool) -> u64 {
    let mut sum = other(0xfe).await;
    if polls {
        sum += future.await;
    }
    step("behind");
    sum + other(0xfd).await
}

async fn variable() -> u64 {
    let future = large(Noisy("variable"), 3);
    let sum = other(0xfc).await;
    step("between");
    sum + future.await
}

async fn two(first: impl Future<Output = u64>, second: impl Future<Output = u64>) -> u64 {
    let sum = other(0xfb).await;
    let (first, second) = if black_box(true) { (first, second) } else { return 1 };
    sum + first.await * second.await
}

async fn optional(future: Option<impl Future<Output = u64>>) -> u64 {
    let sum = other(0xfa).await;
    step("between");
    match future {
        Some(future) => sum + future.await,
        None => sum + other(0xf9).await,
    }
}

struct Job<F> {
    number: u16,
    future: F,
    byte: u8,
}

async fn in_a_struct(job: Job<impl Future<Output = u64>>) -> u64 {
    let sum = other(0xf8).await + u64::from(job.byte);
    step("between");
    let sum = sum + job.future.await;
    sum + other(0xf7).await + u64::from(job.number)
}

/// A callee gets it while others are in use.
async fn given_away(future: impl Future<Output = u64>) -> u64 {
    let mut bytes = black_box([5_u8; 48]);
    pause().await;
    bytes[3] = black_box(1);
    let mut boxed = boxed(future, &bytes);
    bytes[4] = black_box(2);
    pause().await;
    let sum = boxed.as_mut().await;
    sum + bytes.iter().map(|byte| u64::from(*byte)).sum::<u64>()
}

#[inline(never)]
fn boxed<F: Future>(future: F, bytes: &[u8]) -> std::pin::Pin<Box<F>> {
    step("boxed");
    assert_eq!(bytes[3], 1);
    Box::pin(black_box(future))
}

/// It may be another one when its turn comes.
async fn replaced(numbers: [u64; 2]) -> u64 {
    let mut future = large(Noisy("first"), numbers[0]);
    let mut sum = other(0xf6).await;
    if numbers[1] > 0 {
        future = large(Noisy("second"), numbers[1]);
        sum += other(0xf5).await;
    }
    step("between");
    sum + future.await
}

async fn in_a_loop() -> u64 {
    let mut sum = 0;
    for turn in 0..2 {
        let future = large(Noisy("turn"), turn);
        sum += other(turn as u8).await;
        if turn == 1 {
            sum += future.await;
        }
    }
    sum
}

/// In padding of what waits, too.
async fn beside_padding(number: u32) -> u64 {
    let wide: (u64, u8) = black_box((u64::from(number), 2));
    let narrow: u8 = black_box(3);
    pause().await;
    let wider = black_box((wide, 0x1234_u16));
    let narrower: u8 = black_box(narrow + 1);
    pause().await;
    wider.0.0 + u64::from(wider.0.1) + u64::from(wider.1) + u64::from(narrower) + wide.0
}

fn main() {
    let future = || large(Noisy("future"), 4);
    observe_all("argument", || argument(future()));
    observe_all("polled", || on_one_way(future(), true));
    observe_all("not polled", || on_one_way(future(), false));
    observe_all("variable", variable);
    observe_all("two", || two(future(), other(5)));
    observe_all("some", || optional(Some(future())));
    observe_all("none", || optional(Some(future()).filter(|_| black_box(false))));
    observe_all("struct", || in_a_struct(Job { number: 300, future: future(), byte: 6 }));
    observe_all("given away", || given_away(future()));
    observe_all("replaced", || replaced([1, 2]));
    observe_all("not replaced", || replaced([1, 0]));
    observe_all("loop", in_a_loop);
    observe_all("padding", || beside_padding(7));
}
