// Three hundred suspension points in one function, so that the state needs more than a byte. It
// takes seconds to compile, by either compiler, so not every opt-level is tried.
// lowered: 2
// begins: 4
// matrix: opt=0,3,s

mod common;

use common::{Noisy, drive, pause, poll};
use std::pin::pin;

macro_rules! repeat {
    (300 $body:block) => { repeat!(100 $body); repeat!(100 $body); repeat!(100 $body); };
    (100 $body:block) => {
        repeat!(10 $body); repeat!(10 $body); repeat!(10 $body); repeat!(10 $body);
        repeat!(10 $body); repeat!(10 $body); repeat!(10 $body); repeat!(10 $body);
        repeat!(10 $body); repeat!(10 $body);
    };
    (10 $body:block) => { $body $body $body $body $body $body $body $body $body $body };
}

async fn long(seed: u64) -> u64 {
    let mut n = 0;
    let mut sum = seed;
    repeat!(300 {
        n += 1;
        pause().await;
        sum = sum.rotate_left(3) ^ n;
    });
    sum
}

async fn with_destructors() -> u32 {
    let _guard = Noisy("guard");
    let mut n = 0;
    repeat!(300 {
        let local = n;
        pause().await;
        n = local + 1;
    });
    n
}

fn main() {
    println!("{:x}", drive(long(12345)));
    println!("{}", drive(with_destructors()));
    for polls in [0, 1, 254, 255, 256, 257, 300] {
        println!("dropped after {polls} polls");
        let mut future = pin!(with_destructors());
        for _ in 0..polls {
            assert!(poll(future.as_mut()).is_pending());
        }
    }
}
