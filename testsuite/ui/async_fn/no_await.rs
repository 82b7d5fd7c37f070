// A body without an await is ready at its first poll.
//@ run-pass
//@ lowered: 2
//@ stdout:   ready at poll 1
//@ stdout: 7
//@ stdout:   ready at poll 1
#[path = "../../run/common/mod.rs"]
mod common;

use common::drive;

async fn seven() -> u32 {
    7
}

async fn unit() {}

fn main() {
    println!("{}", drive(seven()));
    drive(unit());
}
