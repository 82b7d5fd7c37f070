// The lint for known panics leaves coroutines alone, and finds those in functions and closures.
//@ build-fail
//@ error: this operation will panic at runtime
//@ error: this arithmetic operation will overflow
#![crate_type = "lib"]

pub async fn overflow() -> u8 {
    std::future::ready(()).await;
    let large = 255_u8;
    large + 1
}

pub async fn index() -> u8 {
    let list = [1, 2, 3];
    std::future::ready(()).await;
    list[5]
}

pub async fn in_a_nested_function() -> i32 {
    fn nested() -> i32 {
        let zero = 0;
        1 / zero
    }
    std::future::ready(()).await;
    nested()
}

pub fn in_a_closure() -> impl Fn() -> i32 {
    || {
        drop(async { std::future::ready(()).await });
        1 << 40
    }
}
