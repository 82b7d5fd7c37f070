// Unsafe operations in bodies need an unsafe block of their own.
//@ check-fail
//@ error[E0133]: call to unsafe function `dangerous` is unsafe and requires unsafe block
//@ error[E0133]: call to unsafe function `dangerous_future` is unsafe and requires unsafe block
//@ warning[E0133]: call to unsafe function `dangerous` is unsafe and requires unsafe block
//@ error[E0133]: call to unsafe function `dangerous` is unsafe and requires unsafe block
#![crate_type = "lib"]

unsafe fn dangerous() {}

async unsafe fn dangerous_future() {}

pub async fn call() {
    dangerous();
}

pub async fn call_of_an_async_fn() {
    dangerous_future().await;
}

pub async unsafe fn without_block() {
    dangerous();
}

pub fn around_a_closure() {
    unsafe {
        drop(async { dangerous() });
        drop(|| async { dangerous() });
    }
    drop(async || dangerous());
}
