//! Arm's MPS2 boards: mps2-an386 with a Cortex-M4, mps2-an385 with a Cortex-M3, and mps2-an505 with a
//! Cortex-M33, which has the same devices at other addresses.

use crate::interrupts::interrupts;

/// The core's clock, which SysTick counts, in hertz.
#[cfg(not(feature = "mps2-an505"))]
pub const CORE_HZ: u32 = 25_000_000;
/// The core's clock, which SysTick counts, in hertz.
#[cfg(feature = "mps2-an505")]
pub const CORE_HZ: u32 = 20_000_000;

/// The address of the first UART.
#[cfg(not(feature = "mps2-an505"))]
const UART: usize = 0x4000_4000;
/// The address of the first UART in the secure state.
#[cfg(feature = "mps2-an505")]
const UART: usize = 0x5020_0000;

/// How many bits of a priority count. The emulated processor has 8, more than RTIC can compute with.
pub const NVIC_PRIO_BITS: u8 = 3;

#[cfg(not(feature = "mps2-an505"))]
interrupts! {
    count: 32,
    /// UART 0 has received.
    UART0RX = 0,
    /// UART 0 has room.
    UART0TX = 1,
    /// Port 0.
    SWI0 = 6,
    /// Port 1.
    SWI1 = 7,
    /// Timer 0.
    SWI2 = 8,
    /// Timer 1.
    SWI3 = 9,
}

#[cfg(feature = "mps2-an505")]
interrupts! {
    count: 96,
    /// Timer 0.
    SWI0 = 3,
    /// Timer 1.
    SWI1 = 4,
    /// The dual timer.
    SWI2 = 5,
    /// Ethernet.
    SWI3 = 48,
    /// UART 0 has received.
    UART0RX = 32,
    /// UART 0 has room.
    UART0TX = 33,
}

/// The board's first UART, a CMSDK APB UART.
pub mod uart {
    use super::UART;
    use crate::register::Register;
    use crate::{BAUD, CORE_HZ, Interrupt};

    /// Its interrupts.
    pub const INTERRUPTS: [Interrupt; 2] = [Interrupt::UART0RX, Interrupt::UART0TX];

    const fn register(offset: usize) -> Register {
        // SAFETY: the UART has registers at the offsets below, and no access to memory.
        unsafe { Register::new(UART + offset) }
    }

    const DATA: Register = register(0x0);
    const STATE: Register = register(0x4);
    const CTRL: Register = register(0x8);
    const INTCLEAR: Register = register(0xc);
    const BAUDDIV: Register = register(0x10);

    /// Of STATE: the byte to be sent has not been sent.
    const TX_FULL: u32 = 1;
    /// Of STATE: a byte has been received and not been read.
    const RX_FULL: u32 = 1 << 1;
    /// Of CTRL: sender, receiver and the interrupts of both.
    const ENABLE_ALL: u32 = 0b1111;
    /// Of INTCLEAR: the interrupts of both.
    const BOTH: u32 = 0b11;

    /// Starts it.
    pub fn start() {
        BAUDDIV.write(CORE_HZ / BAUD);
        CTRL.write(ENABLE_ALL);
    }

    /// To be called by the interrupts' handlers first.
    pub fn acknowledge() {
        INTCLEAR.write(BOTH);
    }

    /// A byte that has come. An interrupt comes with each.
    pub fn receive() -> Option<u8> {
        (STATE.read() & RX_FULL != 0).then(|| DATA.read() as u8)
    }

    /// Whether it takes a byte to send. If not, an interrupt comes when it does.
    pub fn ready() -> bool {
        STATE.read() & TX_FULL == 0
    }

    /// Sends a byte; it must be [`ready`].
    pub fn send(byte: u8) {
        DATA.write(byte.into());
    }
}

/// Defines the handlers of the UART's interrupts, which call a function.
#[macro_export]
macro_rules! uart_interrupts {
    ($handler:path) => {
        const _: () = {
            use $crate::interrupt;

            #[interrupt]
            fn UART0RX() {
                $handler();
            }

            #[interrupt]
            fn UART0TX() {
                $handler();
            }
        };
    };
}
