// A value of which a part was moved before the suspension.
//@ check-fail
//@ error[E0382]: borrow of partially moved value: `pair`
//@ error[E0382]: borrow of partially moved value: `pair`
#![crate_type = "lib"]

pub struct Pair {
    left: String,
    right: String,
}

async fn other() {}

pub async fn use_of_the_whole(pair: Pair) -> usize {
    drop(pair.left);
    other().await;
    let whole = &pair;
    whole.right.len()
}

pub async fn by_a_pattern(pair: Option<Pair>) -> bool {
    if let Some(Pair { right, .. }) = pair {
        other().await;
        drop(right);
    }
    pair.is_some()
}
