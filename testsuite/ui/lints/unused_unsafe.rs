// Unsafe blocks without unsafe code, and unsafe async fns that need them.
//@ check-pass
//@ warning: unnecessary `unsafe` block
//@ warning: unnecessary `unsafe` block
#![crate_type = "lib"]

unsafe fn dangerous() {}

pub async fn nothing_unsafe() {
    unsafe {
        std::future::ready(()).await;
    }
}

pub fn closure() {
    drop(unsafe {
        async {
            std::future::ready(()).await;
        }
    });
}

pub async fn needed() {
    // SAFETY: it does nothing.
    unsafe { dangerous() };
}
