// Single fields are captured from edition 2021 on, the whole variable before.
//@ revisions: whole fields
//@ run-pass
//@[whole] edition: 2018
//@[fields] edition: 2021
//@ lowered: 1
//@[whole] stdout: made
//@[whole] stdout:   body ends
//@[whole] stdout:   drop left
//@[whole] stdout:   drop right
//@[whole] stdout:   ready at poll 2
//@[fields] stdout:   drop right
//@[fields] stdout: made
//@[fields] stdout:   body ends
//@[fields] stdout:   drop left
//@[fields] stdout:   ready at poll 2
#[path = "../../run/common/mod.rs"]
mod common;

use common::{Noisy, drive, pause};

struct Pair {
    left: Noisy,
    right: Noisy,
}

fn main() {
    let pair = Pair { left: Noisy("left"), right: Noisy("right") };
    assert_ne!(pair.left.0, pair.right.0);
    let future = {
        let pair = pair;
        async move {
            pause().await;
            let _left = &pair.left;
            println!("  body ends");
        }
    };
    println!("made");
    drive(future);
}
