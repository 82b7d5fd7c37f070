// The same, called: the instance is an error.
//@ revisions: check build
//@[check] check-pass
//@[build] build-fail
//@[build] error[E0733]: recursion in an async fn requires boxing
async fn by_clone<T: Clone>(value: T, times: u8) {
    if times > 0 {
        by_clone(value.clone(), times - 1).await;
    }
}

fn main() {
    drop(Box::pin(by_clone("text", 3)));
}
