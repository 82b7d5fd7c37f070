// The lint on MIR for calls that may unwind out of foreign functions.
//@ build-pass
//@ warning: call to foreign function with FFI-unwind ABI
//@ lowered: 1
#![crate_type = "lib"]
#![warn(ffi_unwind_calls)]

unsafe extern "C-unwind" {
    fn foreign();
}

pub async fn body() {
    std::future::ready(()).await;
    // SAFETY: it does nothing.
    unsafe { foreign() };
}
