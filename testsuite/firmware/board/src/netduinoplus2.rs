//! netduinoplus2: the Netduino Plus 2, with an STM32F405 (Cortex-M4).
//!
//! QEMU emulates neither the chip's clock control nor its pins: the clocks run at their highest
//! frequencies from the reset on, and the UART is connected. A real one must be told so first.

use crate::interrupts::interrupts;

/// The core's clock, which SysTick counts, in hertz.
pub const CORE_HZ: u32 = 168_000_000;

/// How many bits of a priority count on the chip; the emulated processor has 8.
pub const NVIC_PRIO_BITS: u8 = 4;

interrupts! {
    count: 82,
    /// Line 0 of the external interrupts.
    SWI0 = 6,
    /// Line 1.
    SWI1 = 7,
    /// Line 2.
    SWI2 = 8,
    /// Line 3.
    SWI3 = 9,
    /// USART 1.
    USART1 = 37,
}

/// The board's first UART, the chip's USART 1.
pub mod uart {
    use crate::register::Register;
    use crate::{BAUD, CORE_HZ, Interrupt};

    /// Its interrupts.
    pub const INTERRUPTS: [Interrupt; 1] = [Interrupt::USART1];

    const fn register(offset: usize) -> Register {
        // SAFETY: the USART has registers at the offsets below, and no access to memory unless CR3
        // says so.
        unsafe { Register::new(0x4001_1000 + offset) }
    }

    const SR: Register = register(0x0);
    const DR: Register = register(0x4);
    const BRR: Register = register(0x8);
    const CR1: Register = register(0xc);

    /// Of SR, receive data register not empty; of CR1, its interrupt.
    const RXNE: u32 = 1 << 5;
    /// Of SR, transmit data register empty; of CR1, its interrupt.
    const TXE: u32 = 1 << 7;
    /// Of CR1: the USART, its sender, its receiver and the receiver's interrupt.
    const ENABLE: u32 = 1 << 13 | 1 << 3 | 1 << 2 | RXNE;
    /// The clock of the bus that USART 1 is on, which is half the core's at most.
    const APB2_HZ: u32 = CORE_HZ / 2;

    /// Starts it.
    pub fn start() {
        BRR.write(APB2_HZ / BAUD);
        CR1.write(ENABLE);
    }

    /// To be called by the interrupts' handlers first.
    pub fn acknowledge() {
        // "Empty" is a state and would interrupt again and again.
        CR1.write(ENABLE);
    }

    /// A byte that has come. An interrupt comes with each.
    pub fn receive() -> Option<u8> {
        (SR.read() & RXNE != 0).then(|| DR.read() as u8)
    }

    /// Whether it takes a byte to send. If not, an interrupt comes when it does.
    pub fn ready() -> bool {
        let ready = SR.read() & TXE != 0;
        if !ready {
            CR1.write(ENABLE | TXE);
        }
        ready
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
            fn USART1() {
                $handler();
            }
        };
    };
}
