// Notes name every function on the way round, those that are awaited in between, too.
//@ revisions: check build
//@[check] check-fail
//@[build] build-fail
//@ error[E0733]: recursion in an async fn requires boxing
//@ message: which leads to this async fn
#![crate_type = "lib"]

pub async fn start(n: u32) -> u32 {
    let next = async move { first(n, "x").await };
    next.await
}

async fn first(n: u32, text: &str) -> u32 {
    second(n, text.len()).await
}

async fn second(n: u32, length: usize) -> u32 {
    std::future::ready(()).await;
    let sum = helper(length).await;
    third(n, &sum).await
}

async fn helper(length: usize) -> usize {
    length + 1
}

async fn third(n: u32, sum: &usize) -> u32 {
    if *sum > 10 { n } else { start(n - 1).await }
}
