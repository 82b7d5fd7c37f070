//! The bakery of the package `embassy` on runtime-min, task by task: an executor in thread mode, a task
//! pool, channels, a signal, a mutex, timers, join and select.  It prints the same lines.
#![no_std]
#![no_main]

use core::time::Duration;

use board::{hprintln, report_size};
use cortex_m_rt::{entry, exception};
use runtime_min::sync::{Channel, Mutex, Signal};
use runtime_min::time::{Ticker, Timer, with_timeout};
use runtime_min::{Either, Spawner, ThreadExecutor, Wfi, join, select, task_pool, time, yield_now};

const BAKERS: usize = 2;
const CUSTOMERS: u32 = 3;
const ORDERS_PER_CUSTOMER: u32 = 4;

/// So many loaves for one customer; `None` says that the shop is closed.
type Order = Option<u32>;

static EXECUTOR: ThreadExecutor = ThreadExecutor::new();
task_pool! {
    static BAKER: [baker; BAKERS];
    static BOOKKEEPER: [bookkeeper; 1];
    static DAY: [day; 1];
}

static ORDERS: Channel<Order, 2> = Channel::new();
static OVEN: Mutex<Oven> = Mutex::new(Oven::new());
static DELIVERIES: Channel<u32, 4> = Channel::new();
static CLOSED: Signal<Books> = Signal::new();

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
        Timer::after_millis(batch).await;
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
        Timer::after_millis(number + 1).await;
    }
    ordered
}

async fn baker() {
    while let Some(loaves) = ORDERS.receive().await {
        let baked = bake(loaves).await;
        DELIVERIES.send(baked).await;
    }
}

async fn bookkeeper() {
    let mut books = Books { orders: 0, loaves: 0 };
    while books.orders < CUSTOMERS * ORDERS_PER_CUSTOMER {
        books.loaves += DELIVERIES.receive().await;
        books.orders += 1;
    }
    CLOSED.set(books);
}

/// Which of two timers is first does not depend on the machine's speed when they are far apart.
async fn race() -> &'static str {
    match select(Timer::after_millis(2), Timer::after_millis(2000)).await {
        Either::First(()) => "short",
        Either::Second(()) => "long",
    }
}

async fn ticks(count: u32) -> u32 {
    let mut ticker = Ticker::every_millis(3);
    for _ in 0..count {
        ticker.tick().await;
    }
    count
}

/// Opens and closes the shop.
async fn day() {
    let (first, (second, third)) = join(customer(0), join(customer(1), customer(2))).await;
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

#[exception]
fn SysTick() {
    time::on_tick();
}

fn spawn(spawner: Spawner) -> Result<(), runtime_min::PoolFull> {
    for _ in 0..BAKERS {
        spawner.spawn(&BAKER, baker)?;
    }
    spawner.spawn(&BOOKKEEPER, bookkeeper)?;
    spawner.spawn(&DAY, day)
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
    report_size("day", &day());
}

#[entry]
fn main() -> ! {
    let Some(peripherals) = cortex_m::Peripherals::take() else {
        unreachable!("nobody else takes the peripherals");
    };
    runtime::start_clock(peripherals.SYST);
    report_sizes();
    let Some(runner) = EXECUTOR.take() else {
        unreachable!("nobody else takes it");
    };
    if let Err(error) = spawn(runner.spawner()) {
        panic!("{error}");
    }
    runner.run_with(&mut Wfi)
}
