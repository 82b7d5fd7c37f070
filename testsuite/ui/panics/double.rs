// A panic in a destructor while a body unwinds ends the process.
//@ run-fail
//@ status: signal 6
//@ lowered: 1
//@ stdout:   bomb
//@ stderr: panic in a destructor during cleanup
#[path = "../../run/common/mod.rs"]
mod common;

use common::{drive, pause};

struct Bomb;

impl Drop for Bomb {
    fn drop(&mut self) {
        println!("  bomb");
        panic!("second");
    }
}

async fn body() {
    let _bomb = Bomb;
    pause().await;
    panic!("first");
}

fn main() {
    // The default hook would print a backtrace, with addresses.
    std::panic::set_hook(Box::new(|panic| eprintln!("{panic}")));
    drive(body());
}
