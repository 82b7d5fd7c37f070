// What a body may refer to: statics, constants, vtables, callbacks, intrinsics, caller locations,
// assembly.
// lowered: 6
// begins: 12
// needs: compare-and-swap
#![cfg_attr(target_arch = "wasm32", feature(asm_experimental_arch))]

mod common;

use common::{drive, pause};
use std::cell::Cell;
use std::panic::Location;
use std::sync::atomic::{AtomicUsize, Ordering, fence};

static COUNTER: AtomicUsize = AtomicUsize::new(1);
static TABLE: [fn(u32) -> u32; 2] = [double, |n| n + 1];
static TEXT: &str = "a static text";
const CONSTANT: [u16; 4] = [1, 2, 3, 4];

thread_local! {
    static LOCAL: Cell<u32> = const { Cell::new(5) };
}

fn double(n: u32) -> u32 {
    n * 2
}

extern "C" fn foreign(a: u8, b: f64) -> f64 {
    b + f64::from(a)
}

#[track_caller]
fn line() -> u32 {
    Location::caller().line()
}

async fn statics() -> usize {
    COUNTER.fetch_add(10, Ordering::SeqCst);
    let promoted: &'static [u16] = &CONSTANT;
    pause().await;
    LOCAL.set(LOCAL.get() + 1);
    fence(Ordering::AcqRel);
    let constant = const { CONSTANT[1] as usize + CONSTANT.len() };
    pause().await;
    COUNTER.load(Ordering::SeqCst) + TEXT.len() + promoted.len() + constant + LOCAL.get() as usize
}

async fn function_pointers(n: u32) -> (u32, f64) {
    let mut value = n;
    let mut call: &dyn Fn(u32) -> u32 = &double;
    for function in TABLE {
        value = call(function(value));
        pause().await;
        call = &|n| n + 7;
    }
    let foreign: extern "C" fn(u8, f64) -> f64 = foreign;
    pause().await;
    (value, foreign(3, 0.5))
}

async fn closures(text: String) -> usize {
    let mut count = 0;
    let length = || text.len();
    let mut add = |n: usize| count += n + length();
    add(1);
    pause().await;
    add(10);
    count
}

async fn locations() -> (u32, u32) {
    let first = line();
    pause().await;
    (first, line())
}

async fn intrinsics(bytes: [u8; 16], value: u32) -> (u32, u64, f32, bool) {
    let mut copy = [0; 16];
    // SAFETY: both arrays have sixteen bytes.
    unsafe { std::ptr::copy_nonoverlapping(bytes.as_ptr(), copy.as_mut_ptr(), 16) };
    pause().await;
    let counted = value.count_ones() + value.leading_zeros() + value.swap_bytes();
    let word = u64::from_be_bytes(copy[8..].try_into().unwrap());
    pause().await;
    let root = (value as f32).sqrt().mul_add(2.0, 1.0);
    (counted, word.rotate_right(9), root.floor(), copy == bytes)
}

#[cfg(target_arch = "x86_64")]
async fn assembly(mut value: u64) -> u64 {
    // SAFETY: register arithmetic only.
    unsafe { std::arch::asm!("lea {0}, [{0} + {0} * 4]", inout(reg) value) };
    pause().await;
    let result: u64;
    // SAFETY: as above.
    unsafe { std::arch::asm!("mov {}, {}", "not {0}", out(reg) result, in(reg) value) };
    result
}

#[cfg(any(target_arch = "arm", target_arch = "aarch64"))]
async fn assembly(mut value: usize) -> usize {
    // SAFETY: register arithmetic only.
    unsafe { std::arch::asm!("add {0}, {0}, {0}, lsl #2", inout(reg) value) };
    pause().await;
    let result: usize;
    // SAFETY: as above.
    unsafe { std::arch::asm!("mvn {}, {}", out(reg) result, in(reg) value) };
    result
}

#[cfg(any(target_arch = "riscv32", target_arch = "riscv64"))]
async fn assembly(mut value: usize) -> usize {
    // SAFETY: register arithmetic only.
    unsafe {
        std::arch::asm!("slli {1}, {0}, 2", "add {0}, {0}, {1}", inout(reg) value, out(reg) _)
    };
    pause().await;
    let result: usize;
    // SAFETY: as above.
    unsafe { std::arch::asm!("not {}, {}", out(reg) result, in(reg) value) };
    result
}

#[cfg(target_arch = "wasm32")]
async fn assembly(mut value: u32) -> u32 {
    // SAFETY: arithmetic only.
    unsafe {
        std::arch::asm!(
            "local.get {0}",
            "i32.const 5",
            "i32.mul",
            "local.set {0}",
            inout(local) value
        )
    };
    pause().await;
    let result: u32;
    // SAFETY: as above.
    unsafe {
        std::arch::asm!(
            "local.get {1}",
            "i32.const -1",
            "i32.xor",
            "local.set {0}",
            out(local) result,
            in(local) value
        )
    };
    result
}

fn main() {
    println!("{}", drive(statics()));
    println!("{:?}", drive(function_pointers(3)));
    println!("{}", drive(closures("text".into())));
    println!("{:?}", drive(locations()));
    println!("{:?}", drive(intrinsics(*b"0123456789abcdef", 12_345)));
    println!("{}", drive(assembly(9)));
}
