// What is left of a value is dropped when parts of it have been moved out.
//@ run-pass
//@ lowered: 1
//@ stdout: body, dropped after 0 polls
//@ stdout:   drop left
//@ stdout:   drop right
//@ stdout: body, dropped after 1 polls
//@ stdout:   drop first
//@ stdout:   drop second
//@ stdout:   drop third
//@ stdout:   drop left
//@ stdout:   drop right
//@ stdout: body, dropped after 2 polls
//@ stdout:   drop first
//@ stdout:   drop second
//@ stdout:   drop third
//@ stdout:   drop left
//@ stdout:   drop right
//@ stdout: body, dropped after 3 polls
//@ stdout:   drop first
//@ stdout:   drop second
//@ stdout:   drop third
//@ stdout:   drop left
//@ stdout:   drop right
//@ stdout: body, dropped after 4 polls
//@ stdout:   drop first
//@ stdout:   drop second
//@ stdout:   drop left
//@ stdout:   drop third
//@ stdout:   drop right
//@ stdout: body, dropped after 5 polls
//@ stdout:   drop first
//@ stdout:   drop second
//@ stdout:   drop left
//@ stdout:   drop third
//@ stdout:   drop right
//@ stdout: body, dropped after 6 polls
//@ stdout:   drop first
//@ stdout:   drop second
//@ stdout:   drop left
//@ stdout:   drop third
//@ stdout:   drop right
//@ stdout:   ready
#[path = "../../run/common/mod.rs"]
mod common;

use common::{Noisy, drop_everywhere, pause};

struct Three {
    first: Noisy,
    second: Option<Noisy>,
    _third: Noisy,
}

async fn body(pair: (Noisy, Noisy)) {
    let three =
        Three { first: Noisy("first"), second: Some(Noisy("second")), _third: Noisy("third") };
    pause().await;
    drop(three.first);
    pause().await;
    if let Some(_taken) = three.second {
        pause().await;
    }
    let (left, _) = pair;
    pause().await;
    drop(left);
    pause().await;
}

fn main() {
    drop_everywhere("body", || body((Noisy("left"), Noisy("right"))));
}
