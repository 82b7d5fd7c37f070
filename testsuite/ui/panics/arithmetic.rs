// The checks of arithmetic and of indices, one in each revision.
//@ revisions: add negate shift divide remainder index slice
//@ run-fail
//@ status: 101
//@ lowered: 1
//@[add] stderr: attempt to add with overflow
//@[negate] stderr: attempt to negate with overflow
//@[shift] stderr: attempt to shift left with overflow
//@[divide] stderr: attempt to divide by zero
//@[remainder] stderr: attempt to calculate the remainder with a divisor of zero
//@[index] stderr: index out of bounds: the len is 3 but the index is 7
//@[slice] stderr: range end index 7 out of range for slice of length 3
#[path = "../../run/common/mod.rs"]
mod common;

use common::{drive, pause};
use std::hint::black_box;

async fn compute(number: i32, list: &[i32]) -> i32 {
    pause().await;
    let zero = number - number;
    if cfg!(add) {
        (i32::MAX - 3) + number
    } else if cfg!(negate) {
        -(i32::MIN + zero)
    } else if cfg!(shift) {
        1 << (number + 30)
    } else if cfg!(divide) {
        number / zero
    } else if cfg!(remainder) {
        number % zero
    } else if cfg!(index) {
        list[number as usize]
    } else {
        list[..number as usize].len() as i32
    }
}

fn main() {
    println!("{}", drive(compute(black_box(7), &[1, 2, 3])));
}
