// More ways in which a generic async fn awaits itself.
//@ revisions: check build
//@[check] check-fail
//@[build] build-fail
//@ error[E0733]: recursion in an async fn requires boxing
//@ error[E0733]: recursion in an async fn requires boxing
//@ error[E0733]: recursion in an async fn requires boxing
//@ error[E0733]: recursion in an async fn requires boxing
//@ error[E0733]: recursion in an async fn requires boxing
#![crate_type = "lib"]

pub struct Cell<T>(T);

impl<T: Copy> Cell<T> {
    pub async fn by_value(self, times: u8) -> T {
        if times == 0 { self.0 } else { Self(self.0).by_value(times - 1).await }
    }
}

pub async fn borrowed_output<'a, T>(list: &'a mut Vec<T>) -> Option<&'a T> {
    if list.len() > 3 {
        list.pop();
        borrowed_output(list).await
    } else {
        list.first()
    }
}

pub async fn pinned<T: Copy + 'static>(value: T) {
    let mut future = std::pin::pin!(pinned(value));
    future.as_mut().await
}

pub async fn passed_on<T: Copy>(value: T) -> T {
    same(passed_on(value)).await
}

fn same<F>(future: F) -> F {
    future
}

pub async fn array<const N: usize, T: Copy>(values: [T; N], times: u8) -> usize {
    if times == 0 { N } else { array(values, times - 1).await }
}
