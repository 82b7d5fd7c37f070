//! RISC-V: QEMU's virt.

use core::panic::PanicInfo;

use riscv_rt::TrapFrame;
use semihosting::process::ExitCode;

// Its critical sections are the allocator's.
use riscv as _;

/// Output by semihosting, by the names that cortex-m-semihosting has for it.
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

#[panic_handler]
fn panic(info: &PanicInfo<'_>) -> ! {
    crate::println!("{info}");
    ExitCode::FAILURE.exit_process()
}

/// riscv-rt calls it for every exception that has no handler: none has.
#[unsafe(no_mangle)]
extern "C" fn ExceptionHandler(_frame: &TrapFrame) -> ! {
    crate::println!("exception at {:#010x}", riscv::register::mepc::read());
    ExitCode::FAILURE.exit_process()
}
