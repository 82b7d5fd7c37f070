// Values that are used after an await, a block or a call has taken them.
//@ revisions: check build
//@[check] check-fail
//@[build] build-fail
//@ error[E0382]: borrow of moved value: `text`
//@ error[E0382]: borrow of moved value: `text`
//@ error[E0382]: use of moved value: `text`
//@ error[E0382]: use of moved value: `future`
#![crate_type = "lib"]

async fn take(text: String) -> usize {
    text.len()
}

pub async fn by_a_call(text: String) -> usize {
    take(text).await + text.len()
}

pub async fn by_a_block(text: String) -> usize {
    let future = async move { text.len() };
    future.await + text.len()
}

pub async fn in_a_loop(text: String) {
    for _ in 0..2 {
        take(text).await;
    }
}

pub async fn by_its_await() -> usize {
    let future = take(String::new());
    future.await;
    future.await
}
