// Generic async fns that await each other.
//@ revisions: check build
//@[check] check-fail
//@[build] build-fail
//@ error[E0733]: recursion in an async fn requires boxing
//@ message: which leads to this async fn
#![crate_type = "lib"]

pub async fn left<T: Copy>(value: T) -> T {
    right(value, 1).await
}

pub async fn right<T: Copy>(value: T, depth: u8) -> T {
    if depth == 0 { value } else { left(value).await }
}
