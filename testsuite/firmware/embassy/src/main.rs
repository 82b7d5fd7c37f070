//! A bakery on embassy: an executor in thread mode, tasks, a task pool, a channel, a signal, a mutex,
//! timers, join and select, all from the published crates as they are.
//!
//! Customers put orders into a queue, two bakers take them out and share one oven, and a
//! bookkeeper closes the day.  What is printed does not depend on who was faster.  There is no
//! measured region: embassy sleeps in `WFE`, which QEMU executes as a no-op, so that most instructions
//! counted would be those of waiting.
#![no_std]
#![no_main]

use board::{hprintln, report_size};
use cortex_m_rt::exception;
use embassy_executor::Spawner;
use embassy_futures::join::{join, join3};
use embassy_futures::select::{Either, select};
use embassy_futures::yield_now;
use embassy_sync::blocking_mutex::raw::CriticalSectionRawMutex;
use embassy_sync::channel::Channel;
use embassy_sync::mutex::Mutex;
use embassy_sync::signal::Signal;
use embassy_time::{Duration, Ticker, Timer, with_timeout};

const BAKERS: usize = 2;
const CUSTOMERS: u32 = 3;
const ORDERS_PER_CUSTOMER: u32 = 4;

/// So many loaves for one customer; `None` says that the shop is closed.
type Order = Option<u32>;

static ORDERS: Channel<CriticalSectionRawMutex, Order, 2> = Channel::new();
static OVEN: Mutex<CriticalSectionRawMutex, Oven> = Mutex::new(Oven::new());
static DELIVERIES: Channel<CriticalSectionRawMutex, u32, 4> = Channel::new();
static CLOSED: Signal<CriticalSectionRawMutex, Books> = Signal::new();

/// One batch at a time.
struct Oven {
    batches: u32,
    loaves: u32,
    hot: bool,
}

impl Oven {
    const fn new() -> Self {
        Oven { batches: 0, loaves: 0, hot: false }
    }
}

/// The day's totals.
struct Books {
    orders: u32,
    loaves: u32,
}

/// Heats the oven up the first time.
async fn heat(oven: &mut Oven) {
    if !oven.hot {
        Timer::after_millis(5).await;
        oven.hot = true;
    }
}

/// Bakes `loaves` in batches of at most 4 and returns how many came out.
async fn bake(loaves: u32) -> u32 {
    let mut oven = OVEN.lock().await;
    heat(&mut oven).await;
    let mut baked = 0;
    while baked < loaves {
        let tray = [1_u8; 4];
        let batch = (loaves - baked).min(tray.len() as u32);
        Timer::after(Duration::from_millis(u64::from(batch))).await;
        baked += tray[..batch as usize].iter().map(|n| u32::from(*n)).sum::<u32>();
        oven.batches += 1;
    }
    oven.loaves += baked;
    baked
}

async fn customer(number: u32) -> u32 {
    let mut ordered = 0;
    for order in 0..ORDERS_PER_CUSTOMER {
        let loaves = 1 + (3 * number + 2 * order) % 7;
        ORDERS.send(Some(loaves)).await;
        ordered += loaves;
        Timer::after_millis(u64::from(number) + 1).await;
    }
    ordered
}

#[embassy_executor::task(pool_size = BAKERS)]
async fn baker() {
    while let Some(loaves) = ORDERS.receive().await {
        let baked = bake(loaves).await;
        DELIVERIES.send(baked).await;
    }
}

#[embassy_executor::task]
async fn bookkeeper() {
    let mut books = Books { orders: 0, loaves: 0 };
    while books.orders < CUSTOMERS * ORDERS_PER_CUSTOMER {
        books.loaves += DELIVERIES.receive().await;
        books.orders += 1;
    }
    CLOSED.signal(books);
}

/// Which of two timers is first does not depend on the machine's speed when they are far apart.
async fn race() -> &'static str {
    match select(Timer::after_millis(2), Timer::after_millis(2000)).await {
        Either::First(()) => "short",
        Either::Second(()) => "long",
    }
}

async fn ticks(count: u32) -> u32 {
    let mut ticker = Ticker::every(Duration::from_millis(3));
    for _ in 0..count {
        ticker.next().await;
    }
    count
}

#[exception]
fn SysTick() {
    clock::on_tick();
}

/// Not part of its caller, whose stack would have all these futures as long as it runs.
#[inline(never)]
fn report_sizes() {
    report_size("heat", &heat(&mut Oven::new()));
    report_size("bake", &bake(0));
    report_size("customer", &customer(0));
    report_size("race", &race());
    report_size("ticks", &ticks(0));
    report_size("send", &ORDERS.send(None));
    report_size("join3", &join3(customer(0), customer(1), customer(2)));
}

#[embassy_executor::main]
async fn main(spawner: Spawner) {
    let Some(peripherals) = cortex_m::Peripherals::take() else {
        unreachable!("nobody else takes the peripherals");
    };
    clock::start(peripherals.SYST);
    report_sizes();

    for _ in 0..BAKERS {
        let Ok(token) = baker() else {
            unreachable!("the pool has room for all bakers");
        };
        spawner.spawn(token);
    }
    let Ok(token) = bookkeeper() else {
        unreachable!("there is one bookkeeper");
    };
    spawner.spawn(token);
    let (first, second, third) = join3(customer(0), customer(1), customer(2)).await;
    let books = CLOSED.wait().await;
    for _ in 0..BAKERS {
        ORDERS.send(None).await;
    }
    hprintln!("ordered: {} {} {}", first, second, third);
    hprintln!("delivered: {} orders, {} loaves", books.orders, books.loaves);
    let oven = OVEN.lock().await;
    hprintln!("oven: {} batches, {} loaves", oven.batches, oven.loaves);
    assert_eq!(books.loaves, first + second + third);
    assert_eq!(oven.loaves, books.loaves);
    drop(oven);

    yield_now().await;
    let (ticks, winner) = join(ticks(5), race()).await;
    hprintln!("ticker: {} ticks; race: {}", ticks, winner);
    // Nobody bakes or orders any more, so the empty queue stays empty.
    let late = with_timeout(Duration::from_millis(4), DELIVERIES.receive()).await;
    hprintln!("after closing: {}", if late.is_err() { "nothing" } else { "bread" });
    assert!(late.is_err());
    board::succeed()
}
