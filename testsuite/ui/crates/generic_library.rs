// Generic async fns, blocks, closures and traits of another crate.
//@ run-pass
//@ aux-build: toolbox
//@ lowered: 9
//@ opt-levels: 0 3
//@ stdout:   ready at poll 2
//@ stdout: (2, "right")
//@ stdout:   ready at poll 7
//@ stdout: [4, 8, 12]
//@ stdout: hold, dropped after 0 polls
//@ stdout:   drop held
//@ stdout: hold, dropped after 1 polls
//@ stdout:   drop held
//@ stdout: hold, dropped after 2 polls
//@ stdout:   drop held
//@ stdout:   ready
#[path = "../../run/common/mod.rs"]
mod common;

use common::{Noisy, drive, drop_everywhere, pause};
use toolbox::{Stage, both, collect, hold};

struct Double;

impl Stage<u32> for Double {
    async fn run(&self, input: u32) -> u32 {
        pause().await;
        input * 2
    }
}

fn main() {
    println!("{:?}", drive(both(Double.run(1), async { "right" })));
    println!("{:?}", drive(collect(vec![1, 2, 3], async |x: u32| Double.chained(x).await)));
    drop_everywhere("hold", || hold(Noisy("held"), pause()));
}
