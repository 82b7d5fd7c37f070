// Drop flags: values that are initialized or moved on some paths only.
//@ run-pass
//@ lowered: 1
//@ stdout: make false, give false
//@ stdout: body, dropped after 0 polls
//@ stdout:   drop given
//@ stdout: body, dropped after 1 polls
//@ stdout:   drop given
//@ stdout: body, dropped after 2 polls
//@ stdout:   drop old
//@ stdout:   drop given
//@ stdout: body, dropped after 3 polls
//@ stdout:   drop old
//@ stdout:   drop given
//@ stdout: body, dropped after 4 polls
//@ stdout:   old
//@ stdout:   drop old
//@ stdout:   drop given
//@ stdout:   ready
//@ stdout: make false, give true
//@ stdout: body, dropped after 0 polls
//@ stdout:   drop given
//@ stdout: body, dropped after 1 polls
//@ stdout:   drop given
//@ stdout: body, dropped after 2 polls
//@ stdout:   drop given
//@ stdout:   drop old
//@ stdout: body, dropped after 3 polls
//@ stdout:   drop given
//@ stdout:   drop old
//@ stdout: body, dropped after 4 polls
//@ stdout:   drop given
//@ stdout:   old
//@ stdout:   drop old
//@ stdout:   ready
//@ stdout: make true, give false
//@ stdout: body, dropped after 0 polls
//@ stdout:   drop given
//@ stdout: body, dropped after 1 polls
//@ stdout:   drop late
//@ stdout:   drop given
//@ stdout: body, dropped after 2 polls
//@ stdout:   late
//@ stdout:   drop late
//@ stdout:   drop given
//@ stdout: body, dropped after 3 polls
//@ stdout:   late
//@ stdout:   drop old
//@ stdout:   drop late
//@ stdout:   drop given
//@ stdout: body, dropped after 4 polls
//@ stdout:   late
//@ stdout:   drop old
//@ stdout:   drop new
//@ stdout:   drop late
//@ stdout:   drop given
//@ stdout: body, dropped after 5 polls
//@ stdout:   late
//@ stdout:   drop old
//@ stdout:   new
//@ stdout:   drop new
//@ stdout:   drop late
//@ stdout:   drop given
//@ stdout:   ready
//@ stdout: make true, give true
//@ stdout: body, dropped after 0 polls
//@ stdout:   drop given
//@ stdout: body, dropped after 1 polls
//@ stdout:   drop late
//@ stdout:   drop given
//@ stdout: body, dropped after 2 polls
//@ stdout:   late
//@ stdout:   drop given
//@ stdout:   drop late
//@ stdout: body, dropped after 3 polls
//@ stdout:   late
//@ stdout:   drop given
//@ stdout:   drop old
//@ stdout:   drop late
//@ stdout: body, dropped after 4 polls
//@ stdout:   late
//@ stdout:   drop given
//@ stdout:   drop old
//@ stdout:   drop new
//@ stdout:   drop late
//@ stdout: body, dropped after 5 polls
//@ stdout:   late
//@ stdout:   drop given
//@ stdout:   drop old
//@ stdout:   new
//@ stdout:   drop new
//@ stdout:   drop late
//@ stdout:   ready
//@ opt-levels: 0 3
#[path = "../../run/common/mod.rs"]
mod common;

use common::{Noisy, drop_everywhere, pause};

async fn body(make: bool, give: bool, given: Noisy) {
    let late;
    if make {
        late = Noisy("late");
        pause().await;
        println!("  {}", late.0);
    }
    if give {
        drop(given);
    }
    pause().await;
    let mut again = Noisy("old");
    pause().await;
    if make {
        again = Noisy("new");
    }
    pause().await;
    println!("  {}", again.0);
}

fn main() {
    for (make, give) in [(false, false), (false, true), (true, false), (true, true)] {
        println!("make {make}, give {give}");
        drop_everywhere("body", || body(make, give, Noisy("given")));
    }
}
