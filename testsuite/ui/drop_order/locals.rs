// Locals, temporaries and shadowed variables, in reverse and at the end of their statements.
//@ run-pass
//@ lowered: 1
//@ stdout:   drop temporary
//@ stdout:   drop not bound
//@ stdout:   shadowing
//@ stdout:   drop inner
//@ stdout:   drop late
//@ stdout:   drop shadowing
//@ stdout:   drop first
//@ stdout:   drop shadowed
//@ stdout:   ready at poll 4
//@ stdout: body, dropped after 0 polls
//@ stdout: body, dropped after 1 polls
//@ stdout:   drop first
//@ stdout:   drop shadowed
//@ stdout: body, dropped after 2 polls
//@ stdout:   drop temporary
//@ stdout:   drop not bound
//@ stdout:   drop inner
//@ stdout:   drop shadowing
//@ stdout:   drop first
//@ stdout:   drop shadowed
//@ stdout: body, dropped after 3 polls
//@ stdout:   drop temporary
//@ stdout:   drop not bound
//@ stdout:   shadowing
//@ stdout:   drop inner
//@ stdout:   drop shadowing
//@ stdout:   drop first
//@ stdout:   drop shadowed
//@ stdout: body, dropped after 4 polls
//@ stdout:   drop temporary
//@ stdout:   drop not bound
//@ stdout:   shadowing
//@ stdout:   drop inner
//@ stdout:   drop late
//@ stdout:   drop shadowing
//@ stdout:   drop first
//@ stdout:   drop shadowed
//@ stdout:   ready
//@ opt-levels: 0 3
#[path = "../../run/common/mod.rs"]
mod common;

use common::{Noisy, drive, drop_everywhere, pause};

async fn body() {
    let shadowed = Noisy("shadowed");
    let _first = Noisy("first");
    pause().await;
    assert_eq!(Noisy("temporary").0.len() + shadowed.0.len(), 17);
    let shadowed = Noisy("shadowing");
    let _ = Noisy("not bound");
    {
        let _inner = Noisy("inner");
        pause().await;
        println!("  {}", shadowed.0);
    }
    let _last;
    pause().await;
    _last = Noisy("late");
}

fn main() {
    drive(body());
    drop_everywhere("body", body);
}
