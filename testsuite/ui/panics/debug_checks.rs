// The checks that debug assertions add to pointers and enums.
//@ revisions: misaligned null reference value
//@ run-fail
//@ status: signal 6
//@ lowered: 4
//@[misaligned] stderr: misaligned pointer dereference: address must be a multiple of 0x8 but is
//@[null] stderr: null pointer dereference occurred
//@[reference] stderr: null pointer dereference occurred
//@[value] stderr: trying to construct an enum from an invalid value
#[path = "../../run/common/mod.rs"]
mod common;

use common::{drive, pause};
use std::hint::black_box;

#[derive(Clone, Copy)]
#[repr(u16)]
enum Color {
    _Red = 1,
    _Green = 2,
}

async fn misaligned(pointer: *const u64) -> u64 {
    pause().await;
    // SAFETY: none, this is what the check is for; so for all that follow.
    unsafe { *pointer }
}

async fn null(pointer: *mut u32) {
    pause().await;
    unsafe { *pointer = 7 };
}

async fn reference(pointer: *const u8) -> usize {
    let reference = unsafe { &*pointer };
    pause().await;
    (&raw const *reference).addr()
}

async fn value(bits: u16) -> u16 {
    pause().await;
    let color: Color = unsafe { std::mem::transmute(bits) };
    color as u16
}

fn main() {
    if cfg!(misaligned) {
        // Without an address of its own the message would not be the same in two processes.
        println!("{}", drive(misaligned(black_box(0x1001_usize) as *const u64)));
    } else if cfg!(null) {
        drive(null(black_box(std::ptr::null_mut())));
    } else if cfg!(reference) {
        println!("{}", drive(reference(black_box(std::ptr::null()))));
    } else {
        println!("{}", drive(value(black_box(3))));
    }
}
