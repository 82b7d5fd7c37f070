//! What the programs share: the chip's interrupts, a bus, a UART, the stack, and applications.
#![no_std]

pub mod application;
pub mod bus;
pub mod soak;
pub mod stack;
pub mod uart;

use board::CORE_HZ;
use cortex_m::interrupt::InterruptNumber;
use cortex_m::peripheral::{NVIC, SYST};
use runtime_min::time;

/// The interrupts that the programs handle.
#[derive(Clone, Copy, Debug)]
#[repr(u16)]
#[expect(non_camel_case_types, reason = "as in a chip's own crate")]
pub enum Interrupt {
    /// The first UART has received a byte.
    UART0_RX = 0,
    /// The first UART has sent a byte.
    UART0_TX = 1,
    /// One that no device uses, to be pended by software.
    SWI0 = 29,
    /// Another.
    SWI1 = 30,
    /// A third.
    SWI2 = 31,
}

/// Where cortex-m-rt's attribute looks for the interrupts' names.
pub use Interrupt as interrupt;

// SAFETY: the numbers are those of the vector table below.
unsafe impl InterruptNumber for Interrupt {
    fn number(self) -> u16 {
        self as u16
    }
}

/// An entry of the vector table.
pub union Vector {
    handler: unsafe extern "C" fn(),
    reserved: usize,
}

unsafe extern "C" {
    fn UART0_RX();
    fn UART0_TX();
    fn SWI0();
    fn SWI1();
    fn SWI2();
}

/// The part of the vector table that belongs to the chip.
#[unsafe(link_section = ".vector_table.interrupts")]
#[unsafe(no_mangle)]
pub static __INTERRUPTS: [Vector; 32] = {
    let mut table = [const { Vector { reserved: 0 } }; 32];
    table[0] = Vector { handler: UART0_RX };
    table[1] = Vector { handler: UART0_TX };
    table[29] = Vector { handler: SWI0 };
    table[30] = Vector { handler: SWI1 };
    table[31] = Vector { handler: SWI2 };
    table
};

/// Lets an interrupt come.
pub fn unmask(interrupt: Interrupt) {
    // SAFETY: critical sections mask all interrupts, not single ones.
    unsafe { NVIC::unmask(interrupt) }
}

/// Starts the clock; the program's SysTick handler counts.
pub fn start_clock(syst: SYST) {
    if let Err(error) = time::start_systick(syst, CORE_HZ) {
        panic!("{error}");
    }
}
