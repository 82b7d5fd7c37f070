// The checks of unsafe functions of the library, which are inlined into bodies.
//@ revisions: unchecked_index unchecked_add nonnull assume
//@ run-fail
//@ status: signal 6
//@ lowered: 1
//@ opt-levels: 0 1
//@ compile-flags: -Cdebug-assertions=on
//@ stderr: unsafe precondition(s) violated
#[path = "../../run/common/mod.rs"]
mod common;

use common::{drive, pause};
use std::hint::black_box;
use std::ptr::NonNull;

async fn body(number: u8, list: &[u8]) -> u8 {
    pause().await;
    // SAFETY: none, this is what the checks are for.
    unsafe {
        if cfg!(unchecked_index) {
            *list.get_unchecked(usize::from(number))
        } else if cfg!(unchecked_add) {
            number.unchecked_add(250)
        } else if cfg!(nonnull) {
            *NonNull::new_unchecked(std::ptr::null_mut()).as_ref()
        } else {
            std::hint::assert_unchecked(number == 0);
            1
        }
    }
}

fn main() {
    println!("{}", drive(body(black_box(9), &[1, 2, 3])));
}
