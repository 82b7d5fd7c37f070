// Large arrays, one of them borrowed across the suspensions.
//@ run-pass
//@ lowered: 1
//@ opt-levels: 0 3
#[path = "../../run/common/mod.rs"]
mod common;

use common::{drive, pause};

async fn sum(bytes: [u8; 3000]) -> usize {
    let copy = bytes;
    let slice = &copy[1..];
    pause().await;
    let mut words = [0_u16; 500];
    words[499] = u16::from(slice[2998]);
    pause().await;
    slice.iter().map(|&byte| usize::from(byte)).sum::<usize>() + usize::from(words[499])
}

fn main() {
    assert_eq!(drive(sum([2; 3000])), 2999 * 2 + 2);
    assert!(size_of_val(&sum([0; 3000])) >= 3000);
}
