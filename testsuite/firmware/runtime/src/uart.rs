//! The board's first UART, a CMSDK APB UART, with a driver whose waits end with its interrupts.

use core::ptr;

use runtime_min::sync::Interrupt as Notice;

/// Where the UART is, and its registers from there.
const UART0: usize = 0x4000_4000;
const DATA: usize = UART0;
const STATE: usize = UART0 + 0x4;
const CTRL: usize = UART0 + 0x8;
const INTCLEAR: usize = UART0 + 0xc;
const BAUDDIV: usize = UART0 + 0x10;

/// Of STATE: the byte to be sent has not been sent.
const TX_FULL: u32 = 1;
/// Of STATE: a byte has been received and not been read.
const RX_FULL: u32 = 1 << 1;
/// Of CTRL: sender, receiver and the interrupts of both.
const ENABLE_ALL: u32 = 0b1111;
/// Of INTCLEAR.
const TX_INTERRUPT: u32 = 1;
const RX_INTERRUPT: u32 = 1 << 1;
/// Clock cycles for a bit.
const CYCLES_PER_BIT: u32 = board::CORE_HZ / 115_200;

static SENT: Notice = Notice::new();
static RECEIVED: Notice = Notice::new();

fn read(register: usize) -> u32 {
    // SAFETY: it is a register of the UART.
    unsafe { ptr::read_volatile(ptr::with_exposed_provenance(register)) }
}

fn write(register: usize, value: u32) {
    // SAFETY: it is a register of the UART.
    unsafe { ptr::write_volatile(ptr::with_exposed_provenance_mut(register), value) }
}

/// To be called by the handler of the sender's interrupt.
pub fn on_sent() {
    write(INTCLEAR, TX_INTERRUPT);
    SENT.notify();
}

/// To be called by the handler of the receiver's interrupt.
pub fn on_received() {
    write(INTCLEAR, RX_INTERRUPT);
    RECEIVED.notify();
}

/// The sending half.
#[derive(Debug)]
pub struct Sender(());

impl Sender {
    /// Sends one byte, when the one before has gone.
    pub async fn send(&mut self, byte: u8) {
        self.flush().await;
        write(DATA, byte.into());
    }

    /// Waits until all is sent.
    pub async fn flush(&mut self) {
        while read(STATE) & TX_FULL != 0 {
            SENT.wait().await;
        }
    }
}

/// The receiving half.
#[derive(Debug)]
pub struct Receiver(());

impl Receiver {
    /// Waits for a byte.
    pub async fn receive(&mut self) -> u8 {
        while read(STATE) & RX_FULL == 0 {
            RECEIVED.wait().await;
        }
        read(DATA) as u8
    }
}

/// Starts the UART, and lets its interrupts come.  To be called once.
pub fn start() -> (Sender, Receiver) {
    write(BAUDDIV, CYCLES_PER_BIT);
    write(CTRL, ENABLE_ALL);
    crate::unmask(mps2::Interrupt::UART0RX);
    crate::unmask(mps2::Interrupt::UART0TX);
    (Sender(()), Receiver(()))
}
