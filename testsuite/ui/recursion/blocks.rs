// Recursion through blocks and functions that return them.
//@ revisions: check build
//@[check] check-fail
//@[build] build-fail
//@ error[E0733]: recursion in an async block requires boxing
//@ error[E0733]: recursion in an async fn requires boxing
#![crate_type = "lib"]

pub fn block(n: u32) -> impl Future<Output = u32> {
    async move { if n == 0 { 0 } else { block(n - 1).await } }
}

pub async fn through_a_block(n: u32) {
    let nested = async move {
        if n > 0 {
            through_a_block(n - 1).await;
        }
    };
    nested.await;
}
