//! Many suspensions: in a row, in loops, in deep nests, and across branches.
#![no_std]
#![no_main]

use core::pin::pin;

use board::hprintln;
use cortex_m_rt::entry;
use lowering::{drive, suspend};

macro_rules! suspend_24_times {
    ($value:ident) => {
        suspend_6_times!($value);
        suspend_6_times!($value);
        suspend_6_times!($value);
        suspend_6_times!($value);
    };
}

macro_rules! suspend_6_times {
    ($value:ident) => {
        step!($value, 1);
        step!($value, 2);
        step!($value, 3);
        step!($value, 4);
        step!($value, 5);
        step!($value, 6);
    };
}

macro_rules! step {
    ($value:ident, $n:literal) => {
        suspend().await;
        $value = $value.wrapping_mul(31).wrapping_add($n);
    };
}

async fn in_a_row(seed: u32) -> u32 {
    let mut value = seed;
    suspend_24_times!(value);
    value
}

/// More suspensions than one byte can number.
async fn very_many(seed: u32) -> u32 {
    let mut value = seed;
    suspend_24_times!(value);
    suspend_24_times!(value);
    suspend_24_times!(value);
    suspend_24_times!(value);
    suspend_24_times!(value);
    suspend_24_times!(value);
    suspend_24_times!(value);
    suspend_24_times!(value);
    suspend_24_times!(value);
    suspend_24_times!(value);
    suspend_24_times!(value);
    suspend_24_times!(value);
    value
}

async fn in_loops(outer: u32, inner: u32) -> u32 {
    let mut value = 1_u32;
    for i in 0..outer {
        for j in 0..inner {
            suspend().await;
            value = value.wrapping_mul(33) ^ (i * inner + j);
        }
        if i % 3 == 0 {
            suspend().await;
        }
    }
    value
}

async fn on_branches(mut n: u32) -> u32 {
    let mut steps = 0;
    while n != 1 {
        n = if n.is_multiple_of(2) {
            suspend().await;
            n / 2
        } else {
            suspend().await;
            suspend().await;
            3 * n + 1
        };
        steps += 1;
    }
    steps
}

async fn level_1(n: u32) -> u32 {
    suspend().await;
    n + 1
}

async fn level_2(n: u32) -> u32 {
    level_1(n).await + level_1(n * 2).await
}

async fn level_3(n: u32) -> u32 {
    level_2(n).await ^ level_2(n + 3).await
}

async fn level_4(n: u32) -> u32 {
    let mut sum = 0_u32;
    for i in 0..n {
        sum = sum.wrapping_add(level_3(i).await);
    }
    sum
}

#[entry]
fn main() -> ! {
    hprintln!("in a row {:?}", drive(pin!(in_a_row(5))));
    hprintln!("very many {:?}", drive(pin!(very_many(7))));
    hprintln!("in loops {:?}", drive(pin!(in_loops(7, 11))));
    hprintln!("on branches {:?}", drive(pin!(on_branches(27))));
    let (sum, polls) = drive(pin!(level_4(100)));
    hprintln!("deep {} {}", sum, polls);
    assert_eq!(polls, 401);
    let (_, polls) = drive(pin!(very_many(0)));
    assert_eq!(polls, 289);
    board::succeed()
}
