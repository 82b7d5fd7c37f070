// An async closure that leads back to its function.
//@ revisions: check build
//@[check] check-fail
//@[build] build-fail
//@ error[E0733]: recursion in an async fn requires boxing
#![crate_type = "lib"]

pub async fn through_an_async_closure(n: u32) -> u32 {
    let again = async |n| through_an_async_closure(n).await;
    if n == 0 { 0 } else { again(n - 1).await }
}
