// What has nothing to keep takes as little as its state.
//@ run-pass
//@ lowered: 5
#[path = "../../run/common/mod.rs"]
mod common;

use common::drive;

async fn nothing() {}

async fn zero_sized(_: (), _: [u64; 0]) {}

fn main() {
    assert_eq!(size_of_val(&nothing()), 1);
    assert_eq!(size_of_val(&async {}), 1);
    assert_eq!(size_of_val(&async { 7_u64 }), 1);
    assert_eq!(align_of_val(&async { 7_u64 }), 1);
    assert_eq!(size_of_val(&zero_sized((), [])), 8);
    assert_eq!(align_of_val(&zero_sized((), [])), 8);
    drive(nothing());
}
