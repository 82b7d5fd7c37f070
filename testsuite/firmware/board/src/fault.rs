//! Panics and faults end the program with a message and status 1, so that no run ends in a hang.

use core::panic::PanicInfo;

use cortex_m_rt::{ExceptionFrame, exception};

use crate::{fail, hprintln};

#[panic_handler]
fn panic(info: &PanicInfo<'_>) -> ! {
    cortex_m::interrupt::disable();
    hprintln!("{}", info);
    fail()
}

#[exception]
unsafe fn HardFault(frame: &ExceptionFrame) -> ! {
    hprintln!("hard fault at {:#010x}", frame.pc());
    fail()
}

#[exception]
unsafe fn DefaultHandler(number: i16) -> ! {
    hprintln!("unexpected exception {}", number);
    fail()
}
