//! `priority` of the package `runtime` on embassy: a task at the highest priority handles an interrupt
//! that comes at whichever instruction of the tasks below, which do the same work.
#![no_std]
#![no_main]

use core::cell::RefCell;
use core::sync::atomic::{AtomicU32, Ordering};

use board::{Interrupt, hprintln, interrupt, region_start, region_stop, report_region};
use cortex_m::interrupt::{Mutex as CriticalMutex, free};
use cortex_m::peripheral::syst::SystClkSource;
use cortex_m::peripheral::{NVIC, SCB, SYST};
use cortex_m_rt::exception;
use embassy_executor::{InterruptExecutor, SpawnError, Spawner};
use embassy_futures::yield_now;
use embassy_sync::blocking_mutex::raw::CriticalSectionRawMutex;
use embassy_sync::channel::Channel;
use embassy_sync::mutex::Mutex;
use embassy_sync::signal::Signal;
use embassy_sync::watch::Watch;

/// The interrupt comes so many cycles after its start, from the first value to the last, so that it
/// meets the tasks below at many different instructions.
const FIRST_DELAY: u32 = 300;
const LAST_DELAY: u32 = 1500;
const RELOAD: u32 = 0xff_ffff;
const FOLLOWERS: usize = 4;

static MIDDLE: InterruptExecutor = InterruptExecutor::new();
static URGENT: InterruptExecutor = InterruptExecutor::new();

static CAME: Signal<CriticalSectionRawMutex, ()> = Signal::new();
static CLOCK: CriticalMutex<RefCell<Option<SYST>>> = CriticalMutex::new(RefCell::new(None));
/// What the tasks below do, so that it is known that they did something.
static WORK: AtomicU32 = AtomicU32::new(0);
static VALUES: Channel<CriticalSectionRawMutex, [u32; 8], 2> = Channel::new();
static LATEST: Watch<CriticalSectionRawMutex, u32, FOLLOWERS> = Watch::new();
static TOTAL: Mutex<CriticalSectionRawMutex, u32> = Mutex::new(0);

/// One interrupt after `cycles` cycles; the clock then counts on from [`RELOAD`].
fn interrupt_after(syst: &mut SYST, cycles: u32) {
    syst.set_reload(cycles);
    syst.clear_current();
    syst.enable_counter();
    // The counter takes the reload value with the next cycle.
    while SYST::get_current() == 0 {}
    syst.set_reload(RELOAD);
}

/// The task that handles the interrupt, and starts the next one.
#[embassy_executor::task]
async fn handler() {
    let mut rounds = 0;
    for delay in FIRST_DELAY..=LAST_DELAY {
        free(|cs| {
            if let Some(syst) = CLOCK.borrow(cs).borrow_mut().as_mut() {
                interrupt_after(syst, delay);
            }
        });
        CAME.wait().await;
        region_stop();
        rounds += 1;
    }
    for _ in 0..rounds {
        report_region("from the interrupt to its task");
    }
    assert!(WORK.load(Ordering::Relaxed) > rounds, "the tasks below did nothing");
    hprintln!("{} interrupts, each handled", rounds);
    board::succeed()
}

#[exception]
fn SysTick() {
    region_start();
    CAME.signal(());
}

/// Middle priority: keeps the thread's tasks busy through a channel and a watch.
#[embassy_executor::task]
async fn producer() {
    let sender = LATEST.sender();
    let mut count = 0_u32;
    loop {
        count = count.wrapping_add(1);
        VALUES.send([count; 8]).await;
        sender.send(count);
        yield_now().await;
    }
}

#[embassy_executor::task(pool_size = 2)]
async fn consumer() {
    loop {
        let values = VALUES.receive().await;
        let mut total = TOTAL.lock().await;
        *total = values.iter().fold(*total, |sum, value| sum.wrapping_add(*value));
        yield_now().await;
        WORK.fetch_add(1, Ordering::Relaxed);
    }
}

#[embassy_executor::task(pool_size = FOLLOWERS)]
async fn follower() {
    let Some(mut receiver) = LATEST.receiver() else {
        unreachable!("there is a receiver for each follower");
    };
    loop {
        let value = receiver.changed().await;
        let mut total = TOTAL.lock().await;
        *total = total.wrapping_add(value);
    }
}

#[embassy_executor::task(pool_size = 3)]
async fn yields() {
    loop {
        WORK.fetch_add(1, Ordering::Relaxed);
        yield_now().await;
    }
}

#[interrupt]
unsafe fn SWI0() {
    // SAFETY: this is the interrupt that the executor was started with.
    unsafe { URGENT.on_interrupt() }
}

#[interrupt]
unsafe fn SWI1() {
    // SAFETY: as above.
    unsafe { MIDDLE.on_interrupt() }
}

fn start(spawner: Spawner, nvic: &mut NVIC, mut syst: SYST) -> Result<(), SpawnError> {
    SCB::clear_pendst();
    syst.set_clock_source(SystClkSource::Core);
    syst.enable_interrupt();
    free(|cs| CLOCK.borrow(cs).replace(Some(syst)));
    for _ in 0..3 {
        spawner.spawn(yields()?);
    }
    for _ in 0..2 {
        spawner.spawn(consumer()?);
    }
    for _ in 0..FOLLOWERS {
        spawner.spawn(follower()?);
    }
    // SAFETY: no critical section depends on these interrupts' priorities.
    unsafe {
        nvic.set_priority(Interrupt::SWI0, 0x40);
        nvic.set_priority(Interrupt::SWI1, 0x80);
    }
    MIDDLE.start(Interrupt::SWI1).spawn(producer()?);
    URGENT.start(Interrupt::SWI0).spawn(handler()?);
    Ok(())
}

#[embassy_executor::main]
async fn main(spawner: Spawner) {
    let Some(mut peripherals) = cortex_m::Peripherals::take() else {
        unreachable!("nobody else takes the peripherals");
    };
    if let Err(error) = start(spawner, &mut peripherals.NVIC, peripherals.SYST) {
        panic!("{:?}", error);
    }
}
