//! A soak test with timers, channels and interrupts: no tick is missed, no message lost, and the stack
//! gets no deeper.

use core::sync::atomic::{AtomicU32, Ordering};

use board::hprintln;
use cortex_m::peripheral::NVIC;
use runtime_min::sync::{Channel, Interrupt, Mutex};
use runtime_min::time::{Instant, Ticker, Timer};
use runtime_min::{InterruptExecutor, Sleep, ThreadExecutor, task_pool, time};

use crate::stack;

const PRODUCERS: u32 = 3;

/// In seconds.
pub const HOUR: u32 = 60 * 60;

static THREAD: ThreadExecutor = ThreadExecutor::new();
static URGENT: InterruptExecutor = InterruptExecutor::new();
task_pool! {
    static EVERY_TICK: [every_tick; 1];
    static ON_INTERRUPT: [on_interrupt; 1];
    static PRODUCER: [producer; PRODUCERS as usize];
    static CONSUMER: [consumer; 1];
    static REPORT: [report; 1];
}

struct Message {
    producer: u32,
    number: u32,
}

static TICKS: AtomicU32 = AtomicU32::new(0);
static PENDED: AtomicU32 = AtomicU32::new(0);
static HANDLED: AtomicU32 = AtomicU32::new(0);
static CAME: Interrupt = Interrupt::new();
static MESSAGES: Channel<Message, 4> = Channel::new();
static RECEIVED: Mutex<[u32; PRODUCERS as usize]> = Mutex::new([0; PRODUCERS as usize]);

/// Sees each tick at its time.
async fn every_tick() {
    let mut ticker = Ticker::every_millis(1);
    loop {
        let point = ticker.tick().await;
        assert_eq!(point, Instant::now(), "a tick is missed");
        TICKS.fetch_add(1, Ordering::Relaxed);
    }
}

async fn on_interrupt() {
    loop {
        HANDLED.fetch_add(CAME.wait().await, Ordering::Relaxed);
    }
}

async fn producer(producer: u32) {
    for number in 0.. {
        MESSAGES.send(Message { producer, number }).await;
        Timer::after_millis(1 + (number * 7 + producer) % 11).await;
    }
}

async fn consumer() {
    loop {
        let message = MESSAGES.receive().await;
        let mut received = RECEIVED.lock().await;
        let expected = &mut received[message.producer as usize];
        assert_eq!(message.number, *expected, "a message is lost");
        *expected += 1;
        drop(received);
        if message.number.is_multiple_of(16) {
            Timer::after_millis(3).await;
        }
    }
}

async fn report(seconds: u32) {
    let mut second = Ticker::every_millis(1000);
    let mut deepest = 0;
    for passed in 1..=seconds {
        let point = second.tick().await;
        assert_eq!(point, Instant::now(), "a second is missed");
        // Whatever comes together has come together in a quarter of the time.
        let depth = stack::depth();
        if passed % HOUR == 0 {
            hprintln!("{} of {} hours", passed / HOUR, seconds / HOUR);
        }
        if passed > seconds / 4 {
            assert!(depth <= deepest, "the stack grows: from {deepest} to {depth} bytes");
        } else {
            deepest = depth.max(deepest);
        }
    }
    let ticks = TICKS.load(Ordering::Relaxed);
    assert!(u64::from(ticks) >= Instant::now().as_millis() - 2, "only {ticks} ticks");
    let (pended, handled) = (PENDED.load(Ordering::Relaxed), HANDLED.load(Ordering::Relaxed));
    assert!(handled + 1 >= pended, "{handled} of {pended} interrupts were handled");
    let received = RECEIVED.lock().await;
    assert!(received.iter().all(|count| *count > 50 * seconds), "only {:?} messages", *received);
    hprintln!("{} seconds: no tick missed, no message lost, the stack constant", seconds);
    board::succeed()
}

/// To be called by SysTick's handler.
pub fn on_tick() {
    time::on_tick();
    if TICKS.load(Ordering::Relaxed).is_multiple_of(3) {
        PENDED.fetch_add(1, Ordering::Relaxed);
        NVIC::pend(board::Interrupt::SWI1);
    }
}

/// To be called by SWI0's handler.
pub fn run_urgent() {
    URGENT.on_interrupt();
}

/// To be called by SWI1's handler.
pub fn on_event() {
    CAME.notify();
}

/// Does not sleep: for emulators, which take longer for a sleep than for the instructions of the
/// same time.
#[derive(Debug)]
pub struct Busy;

impl Sleep for Busy {
    fn sleep_unless(&mut self, woken: impl Fn() -> bool) {
        while !woken() {
            cortex_m::asm::delay(100);
        }
    }
}

/// Runs for so many seconds, then ends the program.
pub fn run(seconds: u32, sleep: &mut impl Sleep) -> ! {
    let Some(mut peripherals) = cortex_m::Peripherals::take() else {
        unreachable!("nobody else takes the peripherals");
    };
    stack::paint();
    crate::start_clock(peripherals.SYST);
    crate::unmask(board::Interrupt::SWI1);
    let urgent = URGENT.start(&mut peripherals.NVIC, board::Interrupt::SWI0, 0x40);
    let Some(runner) = THREAD.take() else {
        unreachable!("nobody else takes it");
    };
    let spawner = runner.spawner();
    let mut spawned = urgent
        .spawn(&EVERY_TICK, every_tick)
        .and(urgent.spawn(&ON_INTERRUPT, on_interrupt))
        .and(spawner.spawn(&CONSUMER, consumer))
        .and(spawner.spawn(&REPORT, || report(seconds)));
    for number in 0..PRODUCERS {
        spawned = spawned.and(spawner.spawn(&PRODUCER, || producer(number)));
    }
    if let Err(error) = spawned {
        panic!("{error}");
    }
    runner.run_with(sleep)
}

/// The handlers and the entry of a soak test of so many seconds with this [`Sleep`].
#[macro_export]
macro_rules! soak_test {
    ($seconds:expr, $sleep:expr) => {
        use board::interrupt;

        #[cortex_m_rt::exception]
        fn SysTick() {
            $crate::soak::on_tick();
        }

        #[interrupt]
        fn SWI0() {
            $crate::soak::run_urgent();
        }

        #[interrupt]
        fn SWI1() {
            $crate::soak::on_event();
        }

        #[cortex_m_rt::entry]
        fn main() -> ! {
            $crate::soak::run($seconds, &mut $sleep)
        }
    };
}
