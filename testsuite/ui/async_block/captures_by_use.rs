// A block without `move` borrows what it reads and takes what it consumes.
//@ run-pass
//@ lowered: 1
#[path = "../../run/common/mod.rs"]
mod common;

use common::{drive, pause};

fn main() {
    let read = vec![1, 2, 3];
    let mut changed = 0;
    let consumed = String::from("text");
    let text = drive(async {
        pause().await;
        changed += read.len();
        pause().await;
        changed += read[0];
        consumed
    });
    assert_eq!((read.len(), changed, text.as_str()), (3, 4, "text"));
}
