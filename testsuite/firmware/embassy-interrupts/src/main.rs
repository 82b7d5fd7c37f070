//! A mill on embassy with three executors: a sampler in an interrupt of high priority, a filter in one
//! of lower priority, and bookkeeping in thread mode, whose long computations both preempt.
#![no_std]
#![no_main]

use board::{Interrupt, hprintln, interrupt, report_size};
use cortex_m::peripheral::NVIC;
use cortex_m_rt::exception;
use embassy_executor::{InterruptExecutor, Spawner};
use embassy_futures::join::join;
use embassy_futures::select::{Either, select};
use embassy_sync::blocking_mutex::raw::CriticalSectionRawMutex;
use embassy_sync::channel::Channel;
use embassy_sync::mutex::Mutex;
use embassy_sync::pubsub::{PubSubChannel, WaitResult};
use embassy_sync::signal::Signal;
use embassy_time::{Duration, Instant, Ticker, Timer, with_timeout};

const SAMPLES: u32 = 60;
const WINDOW: usize = 4;
const PAGES: u32 = 3;

static HIGH: InterruptExecutor = InterruptExecutor::new();
static LOW: InterruptExecutor = InterruptExecutor::new();

static RAW: Channel<CriticalSectionRawMutex, u16, 8> = Channel::new();
static MEANS: PubSubChannel<CriticalSectionRawMutex, u16, 4, 2, 1> = PubSubChannel::new();
static PROGRESS: Mutex<CriticalSectionRawMutex, Progress> =
    Mutex::new(Progress { samples: 0, means: 0 });
static STOP: Signal<CriticalSectionRawMutex, ()> = Signal::new();
static STOPPED: Signal<CriticalSectionRawMutex, u32> = Signal::new();

/// How far the tasks in interrupts are.
#[derive(Clone, Copy)]
struct Progress {
    samples: u32,
    means: u32,
}

/// What the sensor says next.
fn next(value: u16) -> u16 {
    value.wrapping_mul(25173).wrapping_add(13849)
}

/// A sample every millisecond, then a few late ones until it is stopped.
#[embassy_executor::task]
async fn sampler() {
    let mut ticker = Ticker::every(Duration::from_millis(1));
    let mut value = 1;
    for _ in 0..SAMPLES {
        ticker.next().await;
        value = next(value);
        RAW.send(value >> 4).await;
        PROGRESS.lock().await.samples += 1;
    }
    let mut idle = 0;
    while let Either::First(()) = select(ticker.next(), STOP.wait()).await {
        idle += 1;
    }
    STOPPED.signal(idle);
}

async fn window(filled: &mut [u16; WINDOW]) -> u16 {
    for place in filled.iter_mut() {
        *place = RAW.receive().await;
    }
    (filled.iter().map(|value| u32::from(*value)).sum::<u32>() / WINDOW as u32) as u16
}

/// The mean of each window, to all who listen.
#[embassy_executor::task]
async fn filter() {
    let Ok(publisher) = MEANS.publisher() else {
        unreachable!("there is one publisher");
    };
    let mut samples = [0; WINDOW];
    loop {
        let mean = window(&mut samples).await;
        PROGRESS.lock().await.means += 1;
        publisher.publish(mean).await;
    }
}

/// Computes for `time` without an await and returns how many samples were taken meanwhile.
async fn page(time: Duration) -> u32 {
    let before = PROGRESS.lock().await.samples;
    let begin = Instant::now();
    while begin.elapsed() < time {
        core::hint::spin_loop();
    }
    PROGRESS.lock().await.samples - before
}

async fn means(count: u32) -> [u32; 2] {
    let Ok(mut subscriber) = MEANS.subscriber() else {
        unreachable!("there are two subscribers");
    };
    let mut sums = [0; 2];
    for index in 0..count {
        let mean = match subscriber.next_message().await {
            WaitResult::Message(mean) => u32::from(mean),
            WaitResult::Lagged(lost) => panic!("{} means were lost", lost),
        };
        sums[0] += mean;
        sums[1] += mean * (index + 1);
    }
    sums
}

async fn pages() -> bool {
    let mut preempted = true;
    for _ in 0..PAGES {
        preempted &= page(Duration::from_millis(5)).await >= 4;
        Timer::after_millis(2).await;
    }
    preempted
}

#[interrupt]
unsafe fn SWI0() {
    // SAFETY: this is the interrupt that the executor was started with.
    unsafe { HIGH.on_interrupt() }
}

#[interrupt]
unsafe fn SWI1() {
    // SAFETY: as above.
    unsafe { LOW.on_interrupt() }
}

#[exception]
fn SysTick() {
    clock::on_tick();
}

#[embassy_executor::main]
async fn main(_spawner: Spawner) {
    let Some(mut peripherals) = cortex_m::Peripherals::take() else {
        unreachable!("nobody else takes the peripherals");
    };
    clock::start(peripherals.SYST);
    // SAFETY: no critical section depends on these interrupts' priorities.
    unsafe {
        peripherals.NVIC.set_priority(Interrupt::SWI0, 0x40);
        peripherals.NVIC.set_priority(Interrupt::SWI1, 0x80);
    }
    report_size("window", &window(&mut [0; WINDOW]));
    report_size("page", &page(Duration::from_millis(0)));
    report_size("pages", &pages());
    report_size("means", &means(0));
    let (Ok(sampler), Ok(filter)) = (sampler(), filter()) else {
        unreachable!("there is one of each");
    };
    LOW.start(Interrupt::SWI1).spawn(filter);
    HIGH.start(Interrupt::SWI0).spawn(sampler);
    assert!(NVIC::is_enabled(Interrupt::SWI0));

    let count = SAMPLES / WINDOW as u32;
    let ((first, second), preempted) = join(join(means(count), means(count)), pages()).await;
    hprintln!("means: {:?}", first);
    assert_eq!(first, second);
    hprintln!("computations were preempted: {}", preempted);
    let progress = *PROGRESS.lock().await;
    hprintln!("samples: {}, means: {}", progress.samples, progress.means);
    Timer::after_millis(5).await;
    STOP.signal(());
    let idle = with_timeout(Duration::from_millis(10), STOPPED.wait()).await;
    hprintln!("the sampler stopped: {}", idle.is_ok_and(|idle| idle >= 4));
    board::succeed()
}
