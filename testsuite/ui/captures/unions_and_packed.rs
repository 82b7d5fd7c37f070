// Unions, uninitialized memory and packed structs.
//@ run-pass
//@ lowered: 1
//@ opt-levels: 0 3
#[path = "../../run/common/mod.rs"]
mod common;

use common::{drive, pause};
use std::mem::{ManuallyDrop, MaybeUninit};

#[derive(Clone, Copy)]
union Bits {
    float: f32,
    bits: u32,
}

#[repr(C, packed)]
#[derive(Clone, Copy)]
struct Packed {
    byte: u8,
    word: u32,
}

async fn all(bits: Bits, packed: Packed, mut memory: MaybeUninit<[u8; 5]>) -> u32 {
    pause().await;
    let memory = memory.write([1; 5]);
    let kept = ManuallyDrop::new(String::from("never freed"));
    pause().await;
    let Packed { byte, word } = packed;
    // SAFETY: every bit pattern is a number.
    let bits = unsafe { bits.bits };
    drop(ManuallyDrop::into_inner(kept));
    bits.count_ones() + u32::from(byte) + word + u32::from(memory[4])
}

fn main() {
    let packed = Packed { byte: 1, word: 1000 };
    let future = all(Bits { float: 1.0 }, packed, MaybeUninit::uninit());
    assert_eq!(drive(future), 7 + 1 + 1000 + 1);
}
