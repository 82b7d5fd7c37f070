// A closure without captures, and one whose capture has no bytes.
//@ run-pass
//@ lowered: 2
//@ compile-flags: -Cdebuginfo=2
#[path = "../../run/common/mod.rs"]
mod common;

use common::{drive, pause};

#[derive(Clone, Copy)]
struct Token;

fn main() {
    let plain = async |x: u8| {
        pause().await;
        x + 1
    };
    assert_eq!(size_of_val(&plain), 0);
    assert_eq!(drive(plain(1)), 2);
    let token = Token;
    let holding = async move |x: u8| {
        pause().await;
        let Token = token;
        x + 2
    };
    assert_eq!(size_of_val(&holding), 0);
    assert_eq!(drive(holding(1)) + drive(holding(2)), 7);
}
