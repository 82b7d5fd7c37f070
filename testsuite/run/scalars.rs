// Values of every scalar kind, pairs and fat pointers live across a suspension.
// lowered: 4
// begins: 8

mod common;

use common::{drive, pause};
use std::fmt::Debug;
use std::hint::black_box;

async fn integers(bits: u64) -> (bool, char, u8, i16, u32, i64, u128, i128, usize) {
    let flag = bits & 1 == 0;
    let letter = char::from_u32(bits as u32 & 0xff).unwrap();
    let byte = bits as u8;
    let short = -(bits as i16);
    let word = bits as u32;
    let long = !(bits as i64);
    let wide = u128::from(bits) << 64 | 0x0123_4567_89ab_cdef;
    let negative = -(wide as i128);
    let size = bits as usize * 3;
    pause().await;
    let first = (flag, letter, byte);
    pause().await;
    (first.0, first.1, first.2, short, word, long, wide, negative, size)
}

async fn floats(a: f32, b: f64) -> (f32, f64, f64) {
    let product = f64::from(a) * b;
    let root = b.sqrt();
    pause().await;
    let sum = f64::from(a) + product;
    pause().await;
    (a * 2.0, sum, root)
}

async fn pairs<'a>(text: &'a str, items: &'a [i32]) -> (usize, i32, &'a str, Option<&'a i32>) {
    let shown: &dyn Debug = &items;
    let overflow = 250_u8.overflowing_add(text.len() as u8);
    let tail = &text[1..];
    let first = items.first();
    let compute: fn(i32) -> i32 = i32::abs;
    pause().await;
    println!("{shown:?} {overflow:?}");
    let range = 1..items.len();
    pause().await;
    (range.len(), compute(items[range.start]), tail, first)
}

/// Values that the compiler would rather compute again than keep.
async fn recomputed(a: u32, b: u32) -> u32 {
    let a = black_box(a);
    let b = black_box(b);
    let sum = a.wrapping_add(b);
    let product = a.wrapping_mul(b);
    pause().await;
    let mixed = sum ^ product;
    pause().await;
    mixed.wrapping_sub(sum).rotate_left(product & 31)
}

fn main() {
    println!("{:?}", drive(integers(0x1234_5678_9abc_de41)));
    println!("{:?}", drive(floats(1.5, 2.25)));
    println!("{:?}", drive(pairs("héllo", &[-1, -2, -3])));
    println!("{:?}", drive(recomputed(0xdead_beef, 77)));
}
