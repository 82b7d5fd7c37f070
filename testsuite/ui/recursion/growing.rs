// Generic recursion in which each turn has a larger type.
//@ build-fail
//@ error: reached the recursion limit while instantiating `grow::<Option<Option<Option<Option<Option<Option<Option<Option<Option<Option<Option<Option<Option<Option<Option<Option<Option<Option<Option<Option<Option<Option<Option<Option<Option<Option<Option<Option<Option<Option<Option<Option<Option<Option<Option<Option<Option<Option<Option<Option<Option<Option<Option<Option<Option<Option<Option<Option<Option<Option<Option<Option<Option<Option<Option<Option<Option<Option<Option<Option<Option<Option<Option<Option<Option<Option<Option<Option<Option<Option<Option<Option<Option<Option<Option<Option<Option<Option<Option<Option<Option<Option<Option<Option<Option<Option<Option<Option<Option<Option<Option<Option<Option<Option<Option<Option<Option<Option<Option<Option<Option<Option<Option<Option<Option<Option<Option<Option<Option<Option<Option<Option<Option<Option<Option<Option<Option<Option<Option<Option<Option<Option<Option<Option<Option<Option<Option<Option<Option<u8>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>`
//@ message: reached the recursion limit while instantiating
#![crate_type = "lib"]

use std::pin::Pin;

fn grow<T: 'static>(value: T, n: u32) -> Pin<Box<dyn Future<Output = u32>>> {
    Box::pin(async move {
        let output = if n == 0 { 0 } else { grow(Some(value), n - 1).await };
        output + 1
    })
}

pub fn start() -> Pin<Box<dyn Future<Output = u32>>> {
    grow(1_u8, 3)
}
