// The recursive future is a capture of a generic async fn that is awaited.
//@ revisions: check build
//@[check] check-fail
//@[build] build-fail
//@ error[E0733]: recursion in an async fn requires boxing
//@ message: which leads to this async fn
#![crate_type = "lib"]

async fn timed<T>(value: T) -> T {
    std::future::ready(()).await;
    value
}

pub async fn request<T: Copy>(key: T) {
    timed(retry(key)).await;
}

async fn retry<T: Copy>(key: T) {
    request(key).await
}
