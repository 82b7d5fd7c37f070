// Calls that return to a block where others arrive too, so that their results meet there.
// lowered: 2
// begins: 4

mod common;

use common::{Noisy, drop_everywhere, pause};
use std::hint::black_box;

fn first() -> Noisy {
    Noisy("first")
}

fn second() -> Noisy {
    Noisy("second")
}

async fn across_an_await(flag: bool) -> Noisy {
    let value = if black_box(flag) { first() } else { second() };
    pause().await;
    value
}

async fn returned(flag: bool) -> Noisy {
    let _local = Noisy("local");
    if black_box(flag) { first() } else { second() }
}

fn main() {
    for flag in [true, false] {
        drop_everywhere("across an await", || across_an_await(flag));
        drop_everywhere("returned", || returned(flag));
    }
}
