// Enums that a match takes apart, while something before or behind it may panic: what is left is dropped once, and
// only where it is still there, though other values have taken the bytes of what was taken out.
// lowered: 11
// begins: 21
// status panic=abort: signal 6

mod common;
#[path = "common/steps.rs"]
mod steps;

use common::{Noisy, pause};
use std::future::Future;
use std::hint::black_box;
use steps::{observe_all, step};

/// Takes many bytes, which whatever gave up its own has no more.
async fn fill(byte: u8) -> u64 {
    let mut bytes = black_box([byte; 40]);
    pause().await;
    step("fill");
    bytes[1] = black_box(7);
    pause().await;
    bytes.iter().map(|byte| u64::from(*byte)).sum()
}

enum Message {
    Named(Noisy, u32),
    Both(Noisy, Noisy),
    Number([u64; 2]),
    Nothing,
}

/// The message of that number.
fn message(number: u32) -> Message {
    match number % 4 {
        0 => Message::Named(Noisy("named"), 3),
        1 => Message::Both(Noisy("first"), Noisy("second")),
        2 => Message::Number([5, 6]),
        _ => Message::Nothing,
    }
}

fn optional(number: u32) -> Option<Noisy> {
    (!number.is_multiple_of(2)).then_some(Noisy("optional"))
}

async fn in_an_option(number: u32) -> u64 {
    let optional = optional(number);
    step("before");
    let all = Noisy("all");
    step("between");
    let mut sum = 0;
    if let Some(noisy) = optional {
        step("within");
        sum += fill(0xff).await;
        drop(noisy);
    }
    step("behind");
    sum += fill(3).await;
    step("last");
    drop(all);
    sum
}

async fn of_many_variants(number: u32) -> u64 {
    let message = message(number);
    step("before");
    let sum = match message {
        Message::Named(noisy, more) => {
            let sum = fill(0xff).await + u64::from(more);
            drop(noisy);
            sum
        }
        // The other one stays where it is.
        Message::Both(first, _) => {
            let sum = fill(0xfe).await;
            drop(first);
            sum
        }
        Message::Number(numbers) => fill(0xfd).await + numbers[1],
        Message::Nothing => 0,
    };
    step("behind");
    let sum = sum + fill(1).await;
    step("last");
    sum
}

/// Made again in each turn, in one variable.
async fn in_a_loop(turns: u32) -> u64 {
    let all = Noisy("all turns");
    let mut sum = 0;
    let mut next = message(0);
    for turn in 1..=turns {
        step("turn");
        match next {
            Message::Named(noisy, more) => {
                sum += fill(turn as u8).await + u64::from(more);
                drop(noisy);
            }
            Message::Both(first, second) => {
                drop(second);
                sum += fill(0xef).await;
                step("first");
                drop(first);
            }
            Message::Number(numbers) => sum += numbers[0],
            Message::Nothing => {}
        }
        step("next");
        next = message(turn);
        sum += fill(0xdf).await;
    }
    drop(all);
    sum
}

/// Only on one of two ways.
async fn on_some_ways(number: u32, takes: bool) -> u64 {
    let optional = optional(number);
    step("before");
    let mut sum = 0;
    if takes && let Some(noisy) = optional {
        sum += fill(0xff).await;
        drop(noisy);
    } else {
        sum += fill(0xaa).await;
    }
    step("behind");
    sum + fill(2).await
}

fn captured(number: u32) -> impl Future<Output = u64> {
    let optional = optional(number);
    async move {
        step("begin");
        let all = Noisy("in the block");
        step("between");
        let mut sum = 1;
        if let Some(noisy) = optional {
            sum += fill(0xff).await;
            drop(noisy);
        }
        step("behind");
        sum += fill(4).await;
        drop(all);
        sum
    }
}

fn captured_message(number: u32) -> impl Future<Output = u64> {
    let message = message(number);
    async move {
        step("begin");
        let sum = match message {
            Message::Named(_noisy, more) => fill(0xff).await + u64::from(more),
            Message::Both(first, second) => {
                drop(first);
                let sum = fill(0xfe).await;
                drop(second);
                sum
            }
            Message::Number(numbers) => {
                let sum = fill(0xfd).await;
                sum + numbers[0] * numbers[1]
            }
            Message::Nothing => 2,
        };
        step("behind");
        sum + fill(5).await
    }
}

/// There is nothing to drop in this variant, but its number is read again.
async fn read_later(number: u32) -> u64 {
    let message = message(number);
    step("before");
    let all = Noisy("read later");
    let mut sum = match message {
        Message::Named(noisy, more) => {
            let sum = fill(0xff).await + u64::from(more);
            drop(noisy);
            sum
        }
        Message::Number(_) => {
            let sum = fill(0xee).await;
            if let Message::Number(numbers) = message { sum + numbers[0] } else { 1 }
        }
        _ => 3,
    };
    step("behind");
    sum += fill(6).await;
    drop(all);
    sum
}

/// The flag looks like a guard, but somebody else reads the enum.
async fn by_a_flag(number: u32) -> u64 {
    let numbers = black_box(if number > 0 { Some([u64::from(number), 3]) } else { None });
    let references = black_box([&numbers, &None]);
    let mut is_whole = true;
    step("before");
    let mut sum = 0;
    if number != 2 {
        is_whole = false;
        sum += fill(0xfe).await + references[0].map_or(9, |numbers| numbers[0]);
    }
    step("behind");
    match is_whole {
        true => match numbers {
            Some(numbers) => sum + numbers[1],
            None => sum,
        },
        false => sum + fill(9).await,
    }
}

/// A reference to what is left is used later.
async fn lent_in_part(number: u32) -> u64 {
    let mut message = message(number);
    step("before");
    let mut sum = 0;
    if let Message::Named(noisy, ref mut more) = message {
        *more += 1;
        sum += fill(0xff).await;
        drop(noisy);
        *more += 1;
        sum += u64::from(*more);
    }
    step("behind");
    sum + fill(7).await
}

/// One number is all that a capture holds, and is taken out of it.
fn small(number: u32) -> impl Future<Output = u64> {
    let result = if number > 1 { Ok(u64::from(number)) } else { Err(number as u8) };
    async move {
        let taken = match result {
            Ok(number) => number,
            Err(byte) => u64::from(byte) << 8,
        };
        pause().await;
        step("small");
        taken + fill(8).await
    }
}

fn main() {
    for number in 0..4 {
        observe_all("option", || in_an_option(number));
        observe_all("variants", || of_many_variants(number));
        observe_all("loop", || in_a_loop(number + 2));
        observe_all("some ways", || on_some_ways(number, true));
        observe_all("other ways", || on_some_ways(number, false));
        observe_all("captured", || captured(number));
        observe_all("captured message", || captured_message(number));
        observe_all("read later", || read_later(number));
        observe_all("by a flag", || by_a_flag(number));
        observe_all("lent", || lent_in_part(number));
        observe_all("small", || small(number));
    }
}
