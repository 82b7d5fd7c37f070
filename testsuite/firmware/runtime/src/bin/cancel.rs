//! Random cancellation: tasks of two priorities give up waiting at random times, and in the end
//! nothing is lost and nothing left over.
#![no_std]
#![no_main]

use core::sync::atomic::{AtomicU32, Ordering};
use core::time::Duration;

use board::{hprintln, interrupt};
use cortex_m_rt::{entry, exception};
use runtime_min::sync::{Channel, Interrupt, Mutex, Semaphore, Signal, Watch};
use runtime_min::time::{Timer, with_timeout};
use runtime_min::{InterruptExecutor, ThreadExecutor, Wfi, select, task_pool, time, yield_now};

const WORKERS: u32 = 6;
const ROUNDS: u32 = 300;
const PERMITS: usize = 2;

static THREAD: ThreadExecutor = ThreadExecutor::new();
static URGENT: InterruptExecutor = InterruptExecutor::new();
task_pool! {
    static WORKER: [worker; WORKERS as usize];
    static REPORT: [report; 1];
}

static LOCK: Mutex<u32> = Mutex::new(0);
static PERMIT: Semaphore = Semaphore::new(PERMITS);
static QUEUE: Channel<u32, 2> = Channel::new();
static LATEST: Watch<u32> = Watch::new();
static TICKS: Interrupt = Interrupt::new();
static LAST: Signal<u32> = Signal::new();
static SENT: AtomicU32 = AtomicU32::new(0);
static RECEIVED: AtomicU32 = AtomicU32::new(0);
static CANCELLED: AtomicU32 = AtomicU32::new(0);
static DONE: Semaphore = Semaphore::new(0);

/// Numbers without an order: Marsaglia's xorshift.
struct Random(u32);

impl Random {
    fn below(&mut self, limit: u32) -> u32 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 17;
        self.0 ^= self.0 << 5;
        self.0 % limit
    }
}

/// Waits for one of the things, and uses it.
async fn use_one(which: u32, hold: u32) {
    match which {
        0 => {
            let mut value = LOCK.lock().await;
            *value += 1;
            let before = *value;
            hold_on(hold).await;
            assert_eq!(*value, before, "two have it locked");
        }
        1 => {
            let _permit = PERMIT.acquire().await;
            hold_on(hold).await;
        }
        2 => {
            QUEUE.send(hold).await;
            SENT.fetch_add(1, Ordering::Relaxed);
        }
        3 => {
            QUEUE.receive().await;
            RECEIVED.fetch_add(1, Ordering::Relaxed);
        }
        4 => {
            LATEST.receiver().changed().await;
        }
        5 => {
            LAST.wait().await;
        }
        _ => {
            TICKS.wait().await;
        }
    }
}

/// Some milliseconds or some turns.
async fn hold_on(hold: u32) {
    if hold.is_multiple_of(2) {
        Timer::after_millis(hold / 2).await;
    } else {
        for _ in 0..hold {
            yield_now().await;
        }
    }
}

async fn worker(number: u32) {
    let mut random = Random(0x9e37_79b9 ^ (number + 1).wrapping_mul(0x85eb_ca6b));
    for round in 0..ROUNDS {
        let work = use_one(random.below(7), random.below(5));
        let cancelled = if random.below(2) == 0 {
            let limit = Duration::from_millis(u64::from(random.below(4)));
            with_timeout(limit, work).await.is_err()
        } else {
            let turns = random.below(6);
            let patience = async {
                for _ in 0..turns {
                    yield_now().await;
                }
            };
            matches!(select(work, patience).await, runtime_min::Either::Second(()))
        };
        CANCELLED.fetch_add(u32::from(cancelled), Ordering::Relaxed);
        LATEST.send(round);
    }
    DONE.release();
}

async fn report() {
    for _ in 0..WORKERS {
        DONE.acquire().await.forget();
    }
    assert!(LOCK.try_lock().is_some(), "it is still locked");
    assert_eq!(PERMIT.free_permits(), PERMITS);
    let mut left = 0;
    while QUEUE.try_receive().is_some() {
        left += 1;
    }
    let (sent, received) = (SENT.load(Ordering::Relaxed), RECEIVED.load(Ordering::Relaxed));
    // A send that was done when its future was dropped counts as neither; it was not cancelled then.
    assert_eq!(sent, received + left, "values are lost or came twice");
    for value in 0..2 {
        assert!(QUEUE.try_send(value).is_ok(), "a place is lost");
    }
    let cancelled = CANCELLED.load(Ordering::Relaxed);
    assert!(cancelled > WORKERS * ROUNDS / 4, "only {cancelled} were cancelled");
    assert!(sent > 50 && received > 50, "{sent} sent, {received} received");
    hprintln!("{} workers, {} rounds each: nothing is lost, nothing left over", WORKERS, ROUNDS);
    board::succeed()
}

#[exception]
fn SysTick() {
    time::on_tick();
    TICKS.notify();
    LAST.set(1);
}

#[interrupt]
fn SWI0() {
    URGENT.on_interrupt();
}

#[entry]
fn main() -> ! {
    let Some(mut peripherals) = cortex_m::Peripherals::take() else {
        unreachable!("nobody else takes the peripherals");
    };
    runtime::start_clock(peripherals.SYST);
    let urgent = URGENT.start(&mut peripherals.NVIC, board::Interrupt::SWI0, 0x40);
    let Some(runner) = THREAD.take() else {
        unreachable!("nobody else takes it");
    };
    let mut spawned = runner.spawner().spawn(&REPORT, report);
    for number in 0..WORKERS {
        spawned = spawned.and(match number % 2 {
            0 => runner.spawner().spawn(&WORKER, || worker(number)),
            _ => urgent.spawn(&WORKER, || worker(number)),
        });
    }
    if let Err(error) = spawned {
        panic!("{error}");
    }
    runner.run_with(&mut Wfi)
}
