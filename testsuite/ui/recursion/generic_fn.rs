// Generic async fns that await themselves: with a value, a reference, and an output of the type.
//@ revisions: check build
//@[check] check-fail
//@[build] build-fail
//@ error[E0733]: recursion in an async fn requires boxing
//@ error[E0733]: recursion in an async fn requires boxing
//@ error[E0733]: recursion in an async fn requires boxing
#![crate_type = "lib"]

pub async fn by_value<T: Copy>(value: T, times: u8) {
    if times > 0 {
        by_value(value, times - 1).await;
    }
}

pub async fn by_reference<T: ?Sized>(value: &T, times: u8) {
    if times > 0 {
        by_reference(value, times - 1).await;
    }
}

pub async fn by_output<T: Default>(times: u8) -> T {
    if times == 0 { T::default() } else { by_output::<T>(times - 1).await }
}
