// Two futures of an async closure that changes what it captured.
//@ check-fail
//@ error[E0499]: cannot borrow `add` as mutable more than once at a time
//@ error[E0382]: use of moved value: `take`
#![crate_type = "lib"]

pub async fn changing() {
    let mut sum = 0;
    let mut add = async |x: u32| sum += x;
    let first = add(1);
    let second = add(2);
    first.await;
    second.await;
}

pub async fn consuming(text: String) {
    let take = async move || drop(text);
    take().await;
    take().await;
}
