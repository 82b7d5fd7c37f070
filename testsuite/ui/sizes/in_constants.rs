// A future's size in constants, array lengths and assertions at compile time.
//@ run-pass
//@ lowered: 1
#[path = "../../run/common/mod.rs"]
mod common;

use common::{drive, pause};
use std::mem::MaybeUninit;

async fn keeps(value: [u8; 9]) -> u8 {
    pause().await;
    value[8]
}

const fn size<F>(_: fn([u8; 9]) -> F) -> usize {
    size_of::<F>()
}

const SIZE: usize = size(keeps);
const _: () = assert!(SIZE >= 10 && SIZE < 100);
static ROOM: [u8; SIZE] = [0; SIZE];

fn main() {
    let room = [const { MaybeUninit::<u8>::uninit() }; SIZE];
    assert_eq!(room.len(), ROOM.len());
    assert_eq!(ROOM.len(), size_of_val(&keeps([0; 9])));
    assert_eq!(drive(keeps([5; 9])), 5);
}
