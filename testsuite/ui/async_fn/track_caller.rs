// A panic below a `#[track_caller]` function names the line of the call in the body.
//@ run-fail
//@ status: 101
//@ lowered: 1
//@ stderr: track_caller.rs:19:5
//@ opt-levels: 0 3
#[path = "../../run/common/mod.rs"]
mod common;

use common::{drive, pause};

#[track_caller]
fn demand(condition: bool) {
    assert!(condition, "it was demanded");
}

async fn body(condition: bool) {
    pause().await;
    demand(condition);
}

fn main() {
    drive(body(true));
    drive(body(false));
}
