//! What the programs share, and what is different on the boards: memory map, clock, interrupts and the
//! first UART. Features choose the board.
#![no_std]

#[cfg(any(
    all(feature = "netduinoplus2", feature = "lm3s6965evb"),
    all(feature = "mps2-an505", any(feature = "netduinoplus2", feature = "lm3s6965evb")),
))]
compile_error!("a program is for one board");

#[cfg(not(target_os = "none"))]
compile_error!("the firmware is for boards: `./x test on_target` builds and runs it");

mod fault;
mod interrupts;
#[cfg(feature = "lm3s6965evb")]
mod lm3s6965evb;
mod measure;
#[cfg(not(any(feature = "netduinoplus2", feature = "lm3s6965evb")))]
mod mps2;
#[cfg(feature = "netduinoplus2")]
mod netduinoplus2;
mod register;
// It is taken by compare-and-swap.
#[cfg(target_has_atomic = "ptr")]
mod static_future;

use cortex_m_semihosting::debug;

pub use Interrupt as interrupt;
pub use cortex_m_rt::interrupt;
pub use cortex_m_semihosting::hprintln;
#[cfg(feature = "lm3s6965evb")]
pub use lm3s6965evb::{CORE_HZ, Interrupt, NVIC_PRIO_BITS, uart};
pub use measure::{region_start, region_stop, report_region, report_size};
#[cfg(not(any(feature = "netduinoplus2", feature = "lm3s6965evb")))]
pub use mps2::{CORE_HZ, Interrupt, NVIC_PRIO_BITS, uart};
#[cfg(feature = "netduinoplus2")]
pub use netduinoplus2::{CORE_HZ, Interrupt, NVIC_PRIO_BITS, uart};
#[cfg(target_has_atomic = "ptr")]
pub use static_future::{StaticFuture, size_of_future};

/// The UARTs' bits in a second.
const BAUD: u32 = 115_200;

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
