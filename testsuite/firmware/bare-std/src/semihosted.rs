//! Output and the program's end by semihosting.

use core::panic::PanicInfo;

use semihosting::process::ExitCode;

/// Output by the names that cortex-m-semihosting has for it.
pub mod output {
    use core::fmt::Arguments;
    use semihosting::io::{Write, stderr, stdout};

    /// Writes to the host's standard output. What cannot be written is lost.
    pub fn hstdout_fmt(text: Arguments<'_>) {
        let _ = stdout().map(|mut out| out.write_fmt(text));
    }

    /// Writes to the host's standard error output. What cannot be written is lost.
    pub fn hstderr_fmt(text: Arguments<'_>) {
        let _ = stderr().map(|mut out| out.write_fmt(text));
    }
}

/// Ends the program with status 0.
pub(crate) fn succeed() -> ! {
    ExitCode::SUCCESS.exit_process()
}

/// Ends the program after an exception by the instruction at `address`.
pub(super) fn fault(address: usize) -> ! {
    crate::println!("exception at {address:#010x}");
    ExitCode::FAILURE.exit_process()
}

#[panic_handler]
fn panic(info: &PanicInfo<'_>) -> ! {
    crate::println!("{info}");
    ExitCode::FAILURE.exit_process()
}
