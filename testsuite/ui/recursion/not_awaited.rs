// A future that holds itself without awaiting itself is as infinite; one that drops it is not.
//@ revisions: check build
//@[check] check-fail
//@[build] build-fail
//@ error[E0733]: recursion in an async fn requires boxing
#![crate_type = "lib"]

pub async fn kept() {
    let next = kept();
    std::future::ready(()).await;
    drop(next);
}

pub async fn boxed() {
    let next = Box::pin(boxed());
    std::future::ready(()).await;
    drop(next);
}
