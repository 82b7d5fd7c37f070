//! WebAssembly: `testsuite/support/src/node.mjs` is the machine.

/// What the machine does.
mod machine {
    #[link(wasm_import_module = "machine")]
    unsafe extern "C" {
        /// Writes bytes to the output with this number.
        pub(super) fn write(output: i32, start: *const u8, count: usize);
        /// Ends the program.
        pub(super) safe fn exit(status: i32) -> !;
    }
}

/// Writes to the standard output.
pub fn write(bytes: &[u8]) {
    // SAFETY: the machine reads the bytes.
    unsafe { machine::write(1, bytes.as_ptr(), bytes.len()) }
}

/// Ends the program with status 0 or 1.
pub fn exit(success: bool) -> ! {
    machine::exit(i32::from(!success))
}
