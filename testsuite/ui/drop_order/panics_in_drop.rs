// A destructor that panics while a suspended future is dropped: the rest is dropped all the same.
//@ run-pass
//@ lowered: 2
//@ stdout: 0 polls
//@ stdout:   drop captured
//@ stdout: false
//@ stdout: 1 polls
//@ stdout:   drop after
//@ stdout:   bomb local
//@ stdout:   drop before
//@ stdout:   drop captured
//@ stdout: true
//@ stdout: 2 polls
//@ stdout:   drop after
//@ stdout:   bomb local
//@ stdout:   drop before
//@ stdout:   drop captured
//@ stdout: true
//@ opt-levels: 0 3
#[path = "../../run/common/mod.rs"]
mod common;

use common::{Noisy, pause, poll};
use std::panic::{AssertUnwindSafe, catch_unwind};

struct Bomb(&'static str);

impl Drop for Bomb {
    fn drop(&mut self) {
        println!("  bomb {}", self.0);
        panic!("{}", self.0);
    }
}

async fn body() {
    let _before = Noisy("before");
    let _bomb = Bomb("local");
    let _after = Noisy("after");
    pause().await;
}

fn main() {
    for polls in 0..3 {
        println!("{polls} polls");
        let result = catch_unwind(AssertUnwindSafe(|| {
            let argument = Noisy("captured");
            let mut future = Box::pin(async move {
                let _argument = argument;
                body().await;
            });
            for _ in 0..polls {
                let _ = poll(future.as_mut());
            }
        }));
        println!("{}", result.is_err());
    }
}
