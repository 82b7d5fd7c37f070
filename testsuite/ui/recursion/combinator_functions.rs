// Functions around a future, as those of libraries are, are named on the way round.
//@ revisions: check build
//@[check] check-fail
//@[build] build-fail
//@ error[E0733]: recursion in an async fn requires boxing
//@ error[E0733]: recursion in an async fn requires boxing
//@ message: async fn with_retries
//@ message: which leads to this async fn
#![crate_type = "lib"]

async fn with_retries<F: Future<Output = u8>>(future: F) -> u8 {
    std::future::ready(()).await;
    future.await
}

pub async fn fetch(n: u8) -> u8 {
    with_retries(fetch(n - 1)).await
}

pub async fn parse(n: u8) -> u8 {
    with_retries(read(n)).await
}

fn read(n: u8) -> impl Future<Output = u8> {
    async move { with_retries(parse(n)).await }
}
