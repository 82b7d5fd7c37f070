//! What the programs for mps2-an386 share.
#![no_std]

mod fault;
mod measure;
mod static_future;

use cortex_m_semihosting::debug;

pub use cortex_m_semihosting::hprintln;
pub use measure::{region_start, region_stop, report_region, report_size};
pub use static_future::{StaticFuture, size_of_future};

/// The core's clock, which SysTick counts, in hertz.
pub const CORE_HZ: u32 = 25_000_000;

/// Ends the program with status 0.
pub fn succeed() -> ! {
    exit(debug::EXIT_SUCCESS)
}

/// Ends the program with status 1.
pub fn fail() -> ! {
    exit(debug::EXIT_FAILURE)
}

fn exit(status: debug::ExitStatus) -> ! {
    debug::exit(status);
    // QEMU stops at the end of the translation block at the latest.
    loop {
        cortex_m::asm::wfi();
    }
}
