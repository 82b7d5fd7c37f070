//! WebAssembly: the script `testsuite/support/src/node.mjs` is the machine.

use core::panic::PanicInfo;

#[path = "single_thread.rs"]
mod single_thread;

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

/// Output by the names that cortex-m-semihosting has for it.
pub mod output {
    use core::fmt::{Arguments, Result, Write};

    /// An output by its number.
    struct Output(i32);

    impl Write for Output {
        fn write_str(&mut self, text: &str) -> Result {
            // SAFETY: the machine reads the bytes of the text.
            unsafe { super::machine::write(self.0, text.as_ptr(), text.len()) };
            Ok(())
        }
    }

    /// Writes to the host's standard output.
    pub fn hstdout_fmt(text: Arguments<'_>) {
        let _ = Output(1).write_fmt(text);
    }

    /// Writes to the host's standard error output.
    pub fn hstderr_fmt(text: Arguments<'_>) {
        let _ = Output(2).write_fmt(text);
    }
}

/// Ends the program with status 0.
pub(crate) fn succeed() -> ! {
    machine::exit(0)
}

#[panic_handler]
fn panic(info: &PanicInfo<'_>) -> ! {
    crate::println!("{info}");
    machine::exit(1)
}
