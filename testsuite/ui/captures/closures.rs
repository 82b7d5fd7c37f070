// Closures, with captures of their own, as captures.
//@ run-pass
//@ lowered: 1
#[path = "../../run/common/mod.rs"]
mod common;

use common::{Noisy, drive, pause};

async fn call(mut count: impl FnMut(u32), once: impl FnOnce() -> &'static str) -> &'static str {
    for number in 0..3 {
        count(number);
        pause().await;
    }
    once()
}

fn main() {
    let mut sum = 0;
    let noisy = Noisy("captured");
    let text = drive(call(
        |number| sum += number,
        move || {
            let Noisy(text) = noisy;
            text
        },
    ));
    assert_eq!((sum, text), (3, "captured"));
}
