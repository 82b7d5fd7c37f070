// Values that are moved out on some paths only, so that a flag decides at a drop.
// lowered: 6
// begins: 12

mod common;

use common::{Noisy, drop_everywhere, pause};

fn take(value: Noisy) {
    println!("  take {}", value.0);
}

async fn before(condition: bool) {
    let value = Noisy("before");
    if condition {
        take(value);
    }
    pause().await;
    println!("  after the pause");
}

async fn after(condition: bool) {
    let value = Noisy("after");
    pause().await;
    if condition {
        take(value);
        pause().await;
    }
    pause().await;
}

async fn partly(condition: bool) {
    let pair = (Noisy("left"), Noisy("right"));
    pause().await;
    if condition {
        take(pair.0);
    } else {
        take(pair.1);
    }
    pause().await;
}

async fn again(turns: u32) {
    let mut value = Noisy("turn 0");
    for turn in 0..turns {
        pause().await;
        if turn % 2 == 0 {
            take(value);
            pause().await;
            value = Noisy("new");
        }
    }
    pause().await;
    println!("  at last {}", value.0);
}

async fn late(condition: bool) {
    let value;
    if condition {
        pause().await;
        value = Noisy("assigned");
        println!("  has {}", value.0);
    }
    pause().await;
}

async fn parameter(value: Noisy, option: Option<Noisy>) -> Option<Noisy> {
    pause().await;
    if let Some(inner) = option {
        take(value);
        pause().await;
        return Some(inner);
    }
    pause().await;
    None
}

fn main() {
    for condition in [false, true] {
        println!("condition {condition}");
        drop_everywhere("before", || before(condition));
        drop_everywhere("after", || after(condition));
        drop_everywhere("partly", || partly(condition));
        drop_everywhere("late", || late(condition));
        drop_everywhere("parameter", || {
            parameter(Noisy("value"), condition.then(|| Noisy("option")))
        });
    }
    drop_everywhere("again", || again(3));
}
