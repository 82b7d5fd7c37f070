// Each turn of a loop drops its own, also by `break` and `continue`.
//@ run-pass
//@ lowered: 1
//@ stdout: body, dropped after 0 polls
//@ stdout: body, dropped after 1 polls
//@ stdout:   drop inner
//@ stdout:   drop zero
//@ stdout: body, dropped after 2 polls
//@ stdout:   drop inner
//@ stdout:   drop one
//@ stdout:   drop inner
//@ stdout:   drop two
//@ stdout:   drop zero
//@ stdout: body, dropped after 3 polls
//@ stdout:   drop inner
//@ stdout:   drop one
//@ stdout:   drop inner
//@ stdout:   drop two
//@ stdout:   drop zero
//@ stdout:   ready
#[path = "../../run/common/mod.rs"]
mod common;

use common::{Noisy, drop_everywhere, pause};

const NAMES: [&str; 4] = ["zero", "one", "two", "three"];

async fn body() -> usize {
    let mut kept = Vec::new();
    'outer: for (index, name) in NAMES.iter().enumerate() {
        let turn = Noisy(name);
        if index == 1 {
            continue;
        }
        loop {
            let _inner = Noisy("inner");
            pause().await;
            if index == 2 {
                break 'outer;
            }
            break;
        }
        kept.push(turn);
    }
    kept.len()
}

fn main() {
    drop_everywhere("body", body);
}
