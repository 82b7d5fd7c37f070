//! lm3s6965evb: the Stellaris LM3S6965 evaluation board.
//!
//! Its chip is a Cortex-M3, but the programs are compiled for a Cortex-M4 on every board, and some for
//! a Cortex-M0; QEMU runs this one with either on demand. After a reset QEMU has the clocks running and
//! the pins connected; a real one must be told so first.

use crate::interrupts::interrupts;

/// The core's clock, which SysTick counts, in hertz: that of the PLL by the divisor that QEMU's RCC
/// register has after a reset.
pub const CORE_HZ: u32 = 200_000_000 / 16;

/// How many bits of a priority count on the chip; the emulated processor has 8.
pub const NVIC_PRIO_BITS: u8 = 3;

interrupts! {
    // The chip has 44, a Cortex-M0 in its place 32; the others are never enabled.
    count: 32,
    /// Port A.
    SWI0 = 0,
    /// Port B.
    SWI1 = 1,
    /// Port C.
    SWI2 = 2,
    /// Port D.
    SWI3 = 3,
    /// UART 0.
    UART0 = 5,
}

/// The board's first UART, a PL011.
pub mod uart {
    use crate::register::Register;
    use crate::{BAUD, CORE_HZ, Interrupt};

    /// Its interrupts.
    pub const INTERRUPTS: [Interrupt; 1] = [Interrupt::UART0];

    const fn register(offset: usize) -> Register {
        // SAFETY: the UART has registers at the offsets below, and no access to memory.
        unsafe { Register::new(0x4000_c000 + offset) }
    }

    const DR: Register = register(0x0);
    const FR: Register = register(0x18);
    const IBRD: Register = register(0x24);
    const FBRD: Register = register(0x28);
    const LCRH: Register = register(0x2c);
    const CTL: Register = register(0x30);
    const IM: Register = register(0x38);
    const ICR: Register = register(0x44);

    /// Of FR: no byte has been received.
    const RXFE: u32 = 1 << 4;
    /// Of FR: the byte to be sent has not been sent.
    const TXFF: u32 = 1 << 5;
    /// Of LCRH: eight bits and no queues, so that each byte interrupts.
    const EIGHT_BITS: u32 = 0b11 << 5;
    /// Of CTL: the UART, its sender and its receiver.
    const ENABLE: u32 = 1 << 9 | 1 << 8 | 1;
    /// Of IM and ICR: the interrupts of both.
    const BOTH: u32 = 1 << 5 | 1 << 4;
    /// Clock cycles for a bit, of which the UART takes 16 samples, in 64ths.
    const DIVISOR: u32 = CORE_HZ * (64 / 16) / BAUD;

    /// Starts it.
    pub fn start() {
        IBRD.write(DIVISOR / 64);
        FBRD.write(DIVISOR % 64);
        LCRH.write(EIGHT_BITS);
        IM.write(BOTH);
        CTL.write(ENABLE);
    }

    /// To be called by the interrupts' handlers first.
    pub fn acknowledge() {
        ICR.write(BOTH);
    }

    /// A byte that has come. An interrupt comes with each.
    pub fn receive() -> Option<u8> {
        (FR.read() & RXFE == 0).then(|| DR.read() as u8)
    }

    /// Whether it takes a byte to send. If not, an interrupt comes when it does.
    pub fn ready() -> bool {
        FR.read() & TXFF == 0
    }

    /// Sends a byte; it must be [`ready`].
    pub fn send(byte: u8) {
        DR.write(byte.into());
    }
}

/// Defines the handler of the UART's interrupt, which calls a function.
#[macro_export]
macro_rules! uart_interrupts {
    ($handler:path) => {
        const _: () = {
            use $crate::interrupt;

            #[interrupt]
            fn UART0() {
                $handler();
            }
        };
    };
}
