// With debug info a backtrace names the functions that are awaited.
//@ run-pass
//@ compile-flags: -Cdebuginfo=2
//@ lowered: 3
//@ stdout:   ready at poll 3
//@ stdout: innermost true
//@ stdout: in_the_middle true
//@ stdout: outermost true
#[path = "../../run/common/mod.rs"]
mod common;

use common::{drive, pause};
use std::backtrace::Backtrace;

async fn innermost() -> String {
    pause().await;
    Backtrace::force_capture().to_string()
}

async fn in_the_middle() -> String {
    let text = innermost().await;
    pause().await;
    text
}

async fn outermost() -> String {
    in_the_middle().await
}

fn main() {
    let text = drive(outermost());
    for name in ["innermost", "in_the_middle", "outermost"] {
        println!("{name} {}", text.contains(name));
    }
}
