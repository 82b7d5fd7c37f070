//! The first interrupts of mps2-an386, as runtimes that start tasks from interrupts want them of a
//! device's crate. No peripherals: the programs use interrupts as priorities and make them pending
//! themselves.
#![no_std]

use cortex_m::interrupt::InterruptNumber;

pub use Interrupt as interrupt;
pub use cortex_m_rt::interrupt;

/// How many bits of a priority count. The emulated processor has 8, more than RTIC can compute with.
pub const NVIC_PRIO_BITS: u8 = 3;

/// Numbers of interrupts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u16)]
pub enum Interrupt {
    /// UART 0 has received.
    UART0RX = 0,
    /// UART 0 has room.
    UART0TX = 1,
    /// UART 1 has received.
    UART1RX = 2,
    /// UART 1 has room.
    UART1TX = 3,
    /// UART 2 has received.
    UART2RX = 4,
    /// UART 2 has room.
    UART2TX = 5,
    /// Port 0, combined.
    GPIO0 = 6,
    /// Port 1, combined.
    GPIO1 = 7,
    /// Timer 0.
    TIMER0 = 8,
    /// Timer 1.
    TIMER1 = 9,
}

// SAFETY: these are the board's numbers, and they do not change.
unsafe impl InterruptNumber for Interrupt {
    fn number(self) -> u16 {
        self as u16
    }
}

unsafe extern "C" {
    fn UART0RX();
    fn UART0TX();
    fn UART1RX();
    fn UART1TX();
    fn UART2RX();
    fn UART2TX();
    fn GPIO0();
    fn GPIO1();
    fn TIMER0();
    fn TIMER1();
    fn DefaultHandler();
}

/// How many interrupts the board has.
const INTERRUPTS: usize = 32;

/// The vector table behind the exceptions; cortex-m-rt names it.
#[unsafe(link_section = ".vector_table.interrupts")]
#[unsafe(no_mangle)]
static __INTERRUPTS: [unsafe extern "C" fn(); INTERRUPTS] = {
    let mut vectors = [DefaultHandler as unsafe extern "C" fn(); INTERRUPTS];
    vectors[Interrupt::UART0RX as usize] = UART0RX;
    vectors[Interrupt::UART0TX as usize] = UART0TX;
    vectors[Interrupt::UART1RX as usize] = UART1RX;
    vectors[Interrupt::UART1TX as usize] = UART1TX;
    vectors[Interrupt::UART2RX as usize] = UART2RX;
    vectors[Interrupt::UART2TX as usize] = UART2TX;
    vectors[Interrupt::GPIO0 as usize] = GPIO0;
    vectors[Interrupt::GPIO1 as usize] = GPIO1;
    vectors[Interrupt::TIMER0 as usize] = TIMER0;
    vectors[Interrupt::TIMER1 as usize] = TIMER1;
    vectors
};
