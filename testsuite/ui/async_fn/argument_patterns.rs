// Arguments that are taken apart, ignored or renamed live as long as the whole argument.
//@ run-pass
//@ lowered: 1
//@ stdout:   body
//@ stdout:   drop left
//@ stdout:   drop unused
//@ stdout:   drop ignored
//@ stdout:   drop right
//@ stdout:   ready at poll 2
//@ stdout: 2
//@ stdout:   drop left
//@ stdout:   drop right
//@ stdout:   drop ignored
//@ stdout:   drop unused
#[path = "../../run/common/mod.rs"]
mod common;

use common::{Noisy, drive, pause};

struct Pair {
    left: Noisy,
    right: Noisy,
}

async fn apart(Pair { left, .. }: Pair, _: Noisy, (mut number, _unused): (u32, Noisy)) -> u32 {
    println!("  body");
    pause().await;
    drop(left);
    number += 1;
    number
}

fn main() {
    let pair = Pair { left: Noisy("left"), right: Noisy("right") };
    println!("{}", drive(apart(pair, Noisy("ignored"), (1, Noisy("unused")))));
    let pair = Pair { left: Noisy("left"), right: Noisy("right") };
    assert_eq!(pair.right.0, "right");
    drop(apart(pair, Noisy("ignored"), (1, Noisy("unused"))));
}
