// Two and three async fns that await each other.
//@ revisions: check build
//@[check] check-fail
//@[build] build-fail
//@ error[E0733]: recursion in an async fn requires boxing
//@ error[E0733]: recursion in an async fn requires boxing
//@ message: which leads to this async fn
#![crate_type = "lib"]

pub async fn ping(n: u32) {
    if n > 0 {
        pong(n - 1).await;
    }
}

pub async fn pong(n: u32) {
    ping(n).await;
}

pub async fn first(n: u32) -> u32 {
    second(n).await + 1
}

async fn second(n: u32) -> u32 {
    std::future::ready(()).await;
    third(n).await
}

async fn third(n: u32) -> u32 {
    if n == 0 { 0 } else { first(n - 1).await }
}
