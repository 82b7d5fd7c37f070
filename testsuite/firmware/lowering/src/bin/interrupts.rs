//! Wakes from interrupts, at as many different instructions of the polls and of the sleep as SysTick
//! can be made to interrupt: a wake that is lost hangs the program.
#![no_std]
#![no_main]

use core::sync::atomic::{AtomicU32, Ordering};

use board::hprintln;
use cortex_m::peripheral::syst::SystClkSource;
use cortex_m::peripheral::{SCB, SYST};
use cortex_m_rt::{entry, exception};
use runtime_min::{Signal, Sleep, Wfe, Wfi, block_on_with, join, yield_now};

/// The interrupt comes so many clock cycles after its start, from the first value to the last.
/// QEMU executes one instruction in 1.6 cycles.
const FIRST_DELAY: u32 = 16;
const LAST_DELAY: u32 = 1200;

static INTERRUPTS: AtomicU32 = AtomicU32::new(0);
static EVENT: Signal<u32> = Signal::new();

#[exception]
fn SysTick() {
    // SAFETY: the main program does not touch SysTick while its counter runs.
    unsafe { (*SYST::PTR).csr.modify(|csr| csr & !CSR_ENABLE) }
    // A short delay may have passed a second time by now.
    SCB::clear_pendst();
    let number = INTERRUPTS.load(Ordering::Relaxed) + 1;
    INTERRUPTS.store(number, Ordering::Relaxed);
    EVENT.set(number);
}

/// The bit of SysTick's control register that lets it count.
const CSR_ENABLE: u32 = 1;

/// One interrupt after `cycles` clock cycles.
fn interrupt_after(syst: &mut SYST, cycles: u32) {
    syst.set_reload(cycles);
    syst.clear_current();
    syst.enable_counter();
}

/// Awaits the event while others keep polling busy.
async fn await_event(busy: u32) -> u32 {
    let work = async {
        for _ in 0..busy {
            yield_now().await;
        }
    };
    let (event, ()) = join(EVENT.wait(), work).await;
    event
}

fn sweep(syst: &mut SYST, sleep: &mut impl Sleep) -> u32 {
    let mut rounds = 0;
    for cycles in FIRST_DELAY..=LAST_DELAY {
        INTERRUPTS.store(0, Ordering::Relaxed);
        interrupt_after(syst, cycles);
        let event = block_on_with(sleep, await_event(cycles % 5));
        assert_eq!(event, 1);
        assert_eq!(EVENT.try_take(), None);
        rounds += 1;
    }
    rounds
}

#[entry]
fn main() -> ! {
    let Some(mut peripherals) = cortex_m::Peripherals::take() else {
        unreachable!("nobody else takes the peripherals");
    };
    let syst = &mut peripherals.SYST;
    syst.set_clock_source(SystClkSource::Core);
    syst.enable_interrupt();
    hprintln!("WFE: {} wakes", sweep(syst, &mut Wfe));
    hprintln!("WFI: {} wakes", sweep(syst, &mut Wfi));
    board::succeed()
}
