// Unsafe async fns, and async fns of another ABI.
//@ run-pass
//@ warning: `extern` fn uses type `impl Future<Output = u8>`, which is not FFI-safe
//@ lowered: 2
#[path = "../../run/common/mod.rs"]
mod common;

use common::{drive, pause};

/// # Safety
/// The pointer is valid.
async unsafe fn read(pointer: *const u32) -> u32 {
    pause().await;
    // SAFETY: the caller says so.
    unsafe { *pointer }
}

async extern "C" fn foreign(value: u8) -> u8 {
    pause().await;
    value + 1
}

fn main() {
    let value = 5;
    // SAFETY: it points to a variable.
    assert_eq!(drive(unsafe { read(&raw const value) }), 5);
    assert_eq!(drive(foreign(1)), 2);
}
