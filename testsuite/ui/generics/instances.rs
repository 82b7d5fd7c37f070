// One body with types of many sizes, among them none, zero-sized and unsized ones.
//@ run-pass
//@ lowered: 2
//@ opt-levels: 0 3
#[path = "../../run/common/mod.rs"]
mod common;

use common::{Noisy, drive, pause};

async fn pass<T>(value: T) -> T {
    pause().await;
    let kept = value;
    pause().await;
    kept
}

async fn length<T: AsRef<[u8]> + ?Sized>(value: &T) -> usize {
    pause().await;
    value.as_ref().len()
}

fn main() {
    drive(pass(()));
    assert_eq!(drive(pass(1_u8)), 1);
    assert_eq!(drive(pass([3_u64; 40]))[39], 3);
    assert_eq!(drive(pass(Noisy("passed"))).0, "passed");
    assert_eq!(drive(drive(pass(pass("nested")))), "nested");
    assert_eq!(drive(length("text")) + drive(length(&[1_u8, 2][..])), 6);
}
