// A recursive future that is wrapped before it is awaited: stock has no call to point at.
//@ revisions: check build
//@[check] check-fail
//@[build] build-fail
//@ error[E0733]: recursion in an async fn requires boxing
//@ error[E0733]: recursion in an async fn requires boxing
#![crate_type = "lib"]

async fn other() {}

pub async fn optional<T: Copy>(value: T, times: u8) {
    let next = Some(optional(value, times - 1));
    other().await;
    if let Some(next) = next {
        next.await;
    }
}

async fn hold<F>(future: F) -> F {
    std::future::ready(()).await;
    future
}

pub async fn returned<T: Copy>(value: T, times: u8) {
    hold(returned(value, times - 1)).await.await;
}
