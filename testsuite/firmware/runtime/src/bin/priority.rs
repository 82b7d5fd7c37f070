//! Priorities: a task at the highest one handles an interrupt within a bounded number of instructions,
//! whatever the tasks below it do, and at whichever instruction of theirs it comes.
#![no_std]
#![no_main]

use core::cell::RefCell;
use core::sync::atomic::{AtomicU32, Ordering};

use board::{CORE_HZ, hprintln, interrupt, region_start, region_stop, report_region};
use cortex_m::interrupt::{Mutex as CriticalMutex, free};
use cortex_m::peripheral::syst::SystClkSource;
use cortex_m::peripheral::{NVIC, SCB, SYST};
use cortex_m_rt::{entry, exception};
use runtime_min::sync::{Channel, Interrupt, Mutex, Watch};
use runtime_min::{InterruptExecutor, ThreadExecutor, Wfi, task_pool, yield_now};

/// The interrupt comes so many nanoseconds after its start, from the first value to the last by steps, so
/// that it meets the tasks below at many different instructions.  QEMU executes one in 64 ns, whatever
/// the board's clock.
const FIRST_DELAY: u32 = 12_000;
const LAST_DELAY: u32 = 60_000;
const STEP: usize = 40;
/// From the interrupt's time to the task, in nanoseconds.  The longest critical section of the tasks
/// below is part of it.
const LATENCY_LIMIT: u32 = 19_200;
const RELOAD: u32 = 0xff_ffff;

static THREAD: ThreadExecutor = ThreadExecutor::new();
static MIDDLE: InterruptExecutor = InterruptExecutor::new();
static URGENT: InterruptExecutor = InterruptExecutor::new();

task_pool! {
    static HANDLER: [handler; 1];
    static PRODUCER: [producer; 1];
    static CONSUMER: [consumer; 2];
    static FOLLOWER: [follower; 4];
    static YIELDS: [yields; 3];
}

static CAME: Interrupt = Interrupt::new();
static CLOCK: CriticalMutex<RefCell<Option<SYST>>> = CriticalMutex::new(RefCell::new(None));
/// What the tasks below do, so that it is known that they did something.
static WORK: AtomicU32 = AtomicU32::new(0);
static VALUES: Channel<[u32; 8], 2> = Channel::new();
static LATEST: Watch<u32> = Watch::new();
static TOTAL: Mutex<u32> = Mutex::new(0);

/// The cycles of the clock in so many nanoseconds.
const fn cycles(nanoseconds: u32) -> u32 {
    CORE_HZ / 100_000 * nanoseconds / 10_000
}

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
async fn handler() {
    let mut worst = 0;
    let mut rounds = 0;
    for delay in (FIRST_DELAY..=LAST_DELAY).step_by(STEP) {
        free(|cs| {
            if let Some(syst) = CLOCK.borrow(cs).borrow_mut().as_mut() {
                interrupt_after(syst, cycles(delay));
            }
        });
        let came = CAME.wait().await;
        region_stop();
        let latency = RELOAD - SYST::get_current();
        assert_eq!(came, 1);
        worst = latency.max(worst);
        rounds += 1;
    }
    for _ in 0..rounds {
        report_region("from the interrupt to its task");
    }
    assert!(worst <= cycles(LATENCY_LIMIT), "{worst} cycles from the interrupt to its task");
    assert!(WORK.load(Ordering::Relaxed) > rounds, "the tasks below did nothing");
    hprintln!("{} interrupts, each handled in time", rounds);
    board::succeed()
}

#[exception]
fn SysTick() {
    region_start();
    // In thread mode and below nobody else looks at the clock while it runs.
    CAME.notify();
}

/// Middle priority: keeps the thread's tasks busy through a channel and a watch.
async fn producer() {
    let mut count = 0_u32;
    loop {
        count = count.wrapping_add(1);
        VALUES.send([count; 8]).await;
        LATEST.send(count);
        yield_now().await;
    }
}

async fn consumer() {
    loop {
        let values = VALUES.receive().await;
        let mut total = TOTAL.lock().await;
        *total = values.iter().fold(*total, |sum, value| sum.wrapping_add(*value));
        yield_now().await;
        WORK.fetch_add(1, Ordering::Relaxed);
    }
}

async fn follower() {
    let mut receiver = LATEST.receiver();
    loop {
        let value = receiver.changed().await;
        let mut total = TOTAL.lock().await;
        *total = total.wrapping_add(value);
    }
}

async fn yields() {
    loop {
        WORK.fetch_add(1, Ordering::Relaxed);
        yield_now().await;
    }
}

#[interrupt]
fn SWI0() {
    URGENT.on_interrupt();
}

#[interrupt]
fn SWI1() {
    MIDDLE.on_interrupt();
}

fn start(nvic: &mut NVIC, mut syst: SYST) -> Result<runtime_min::Runner, runtime_min::PoolFull> {
    SCB::clear_pendst();
    syst.set_clock_source(SystClkSource::Core);
    syst.enable_interrupt();
    free(|cs| CLOCK.borrow(cs).replace(Some(syst)));
    let Some(runner) = THREAD.take() else {
        unreachable!("nobody else takes it");
    };
    for _ in 0..3 {
        runner.spawner().spawn(&YIELDS, yields)?;
    }
    for _ in 0..2 {
        runner.spawner().spawn(&CONSUMER, consumer)?;
    }
    for _ in 0..4 {
        runner.spawner().spawn(&FOLLOWER, follower)?;
    }
    let middle = MIDDLE.start(nvic, board::Interrupt::SWI1, 0x80);
    middle.spawn(&PRODUCER, producer)?;
    let urgent = URGENT.start(nvic, board::Interrupt::SWI0, 0x40);
    urgent.spawn(&HANDLER, handler)?;
    Ok(runner)
}

#[entry]
fn main() -> ! {
    let Some(mut peripherals) = cortex_m::Peripherals::take() else {
        unreachable!("nobody else takes the peripherals");
    };
    match start(&mut peripherals.NVIC, peripherals.SYST) {
        Ok(runner) => runner.run_with(&mut Wfi),
        Err(error) => panic!("{error}"),
    }
}
