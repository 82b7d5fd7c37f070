//! A Cortex-M4 under QEMU: the vector table, and output by semihosting.

use core::arch::asm;
use core::fmt::{self, Write};
use core::panic::PanicInfo;

/// What follows the initial stack pointer, which the linker script writes.
#[unsafe(link_section = ".vectors")]
#[used]
static VECTORS: [unsafe extern "C" fn() -> !; 3] = [reset, fault, fault];

#[unsafe(no_mangle)]
unsafe extern "C" fn reset() -> ! {
    crate::main();
    exit(0x20026)
}

unsafe extern "C" fn fault() -> ! {
    exit(0x20023)
}

#[panic_handler]
fn panicked(info: &PanicInfo<'_>) -> ! {
    print(format_args!("{info}\n"));
    exit(0x20023)
}

fn call(operation: u32, argument: *const u8) {
    // SAFETY: QEMU reads what the argument points to and changes nothing but r0.
    unsafe {
        asm!("bkpt 0xab", inout("r0") operation => _, in("r1") argument, options(nostack));
    }
}

fn exit(reason: usize) -> ! {
    loop {
        call(0x18, reason as *const u8);
    }
}

/// Prints a text.
pub fn print(text: fmt::Arguments<'_>) {
    struct Host;
    impl Write for Host {
        fn write_str(&mut self, text: &str) -> fmt::Result {
            for byte in text.bytes() {
                call(0x03, &byte);
            }
            Ok(())
        }
    }
    // It never fails.
    let _ = Host.write_fmt(text);
}
