// Futures dropped at every suspension point, and before the first poll.
// lowered: 6
// begins: 12

mod common;

use common::{Noisy, drop_everywhere, pause};

async fn leaf(name: &'static str) -> Noisy {
    let _local = Noisy("leaf's local");
    pause().await;
    Noisy(name)
}

async fn straight(_parameter: Noisy) {
    let _a = Noisy("a");
    pause().await;
    let b = Noisy("b");
    pause().await;
    drop(b);
    let _c = leaf("c").await;
    pause().await;
}

async fn branches(turns: u32, _unused: Noisy) -> Option<Noisy> {
    let mut last = None;
    for turn in 0..turns {
        let _turn = Noisy("turn");
        if turn % 2 == 0 {
            let _even = Noisy("even");
            pause().await;
        } else {
            last = Some(leaf("odd").await);
        }
        pause().await;
    }
    last
}

async fn nested(outer: Noisy) -> usize {
    let vector = vec![Noisy("v0"), Noisy("v1")];
    let length = async {
        let _inner = Noisy("inner");
        pause().await;
        vector.len() + leaf("nested").await.0.len()
    }
    .await;
    pause().await;
    length + outer.0.len()
}

async fn arguments(_: Noisy, _: Noisy) -> (Noisy, Noisy) {
    (leaf("left").await, leaf("right").await)
}

fn main() {
    drop_everywhere("straight", || straight(Noisy("parameter")));
    drop_everywhere("branches", || branches(3, Noisy("unused")));
    drop_everywhere("nested", || nested(Noisy("outer")));
    drop_everywhere("arguments", || arguments(Noisy("first"), Noisy("second")));
}
