//! Over-aligned captures and locals: aligned at every poll, at the same place at every poll.
#![no_std]
#![no_main]

use core::mem::align_of_val;
use core::pin::pin;

use board::hprintln;
use cortex_m_rt::entry;
use lowering::{drive, suspend};

#[repr(align(16))]
#[derive(Clone, Copy)]
struct Align16([u8; 24]);

#[repr(align(64))]
#[derive(Clone, Copy)]
struct Align64(u8);

#[repr(align(256))]
#[derive(Clone, Copy)]
struct Align256(u32);

/// The address of a place in the frame, which the compiler cannot reason about.
fn place<T>(value: &T) -> usize {
    let address = core::hint::black_box(core::ptr::from_ref(value)).addr();
    assert_eq!(address % align_of::<T>(), 0, "misaligned");
    address
}

async fn capture(value: Align64, small: u8) -> u32 {
    let before = place(&value);
    suspend().await;
    assert_eq!(place(&value), before);
    suspend().await;
    assert_eq!(place(&value), before);
    u32::from(value.0) + u32::from(small)
}

async fn mixed(seed: u8) -> u32 {
    let byte = seed;
    let sixteen = Align16([seed; 24]);
    let (byte_at, sixteen_at) = (place(&byte), place(&sixteen));
    suspend().await;
    let large = Align256(u32::from(seed) * 3);
    let large_at = place(&large);
    for _ in 0..3 {
        suspend().await;
        assert_eq!(place(&byte), byte_at);
        assert_eq!(place(&sixteen), sixteen_at);
        assert_eq!(place(&large), large_at);
    }
    u32::from(byte) + u32::from(sixteen.0[23]) + large.0
}

/// An aligned future inside one that has no reason of its own to be aligned.
async fn nested(seed: u8) -> u32 {
    let inner = capture(Align64(seed), 1).await;
    suspend().await;
    inner + mixed(seed).await
}

#[entry]
fn main() -> ! {
    hprintln!("alignment of capture: {}", align_of_val(&capture(Align64(0), 0)));
    hprintln!("alignment of mixed: {}", align_of_val(&mixed(0)));
    hprintln!("alignment of nested: {}", align_of_val(&nested(0)));
    for seed in [0, 1, 200] {
        // At a stack that is aligned in another way each time.
        let _shift = core::hint::black_box([0_u8; 24]);
        assert_eq!(drive(pin!(capture(Align64(seed), 5))), (u32::from(seed) + 5, 3));
        assert_eq!(drive(pin!(mixed(seed))), (u32::from(seed) * 5, 5));
        assert_eq!(drive(pin!(nested(seed))), (u32::from(seed) * 6 + 1, 8));
    }
    hprintln!("all aligned");
    board::succeed()
}
