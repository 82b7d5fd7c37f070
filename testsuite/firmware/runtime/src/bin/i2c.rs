//! Two sensors on one I2C bus, their drivers written for any `embedded-hal-async` bus, in tasks of
//! different priorities: each transaction is whole, with nothing but a lock on the bus.
#![no_std]
#![no_main]

use board::{hprintln, interrupt, report_size};
use cortex_m_rt::{entry, exception};
use embedded_hal_async::i2c::I2c;
use runtime::bus::{self, Shared, register};
use runtime_min::sync::Channel;
use runtime_min::time::{Timer, with_timeout};
use runtime_min::{InterruptExecutor, ThreadExecutor, Wfi, task_pool, time};

const ROUNDS: u32 = 40;

static BUS: Shared = Shared::new();
static READINGS: Channel<Reading, 3> = Channel::new();

static THREAD: ThreadExecutor = ThreadExecutor::new();
static URGENT: InterruptExecutor = InterruptExecutor::new();

task_pool! {
    static THERMOMETER: [thermometer; 1];
    static GYROSCOPE: [gyroscope; 1];
    static REPORT: [report; 1];
}

enum Reading {
    Temperature(u16),
    Rotation([u8; 6]),
    Lost,
}

/// What the drivers have in common.
trait Sensor {
    async fn measure(&mut self) -> Option<Reading>;
}

struct Thermometer<B> {
    bus: B,
    address: u8,
}

impl<B: I2c> Sensor for Thermometer<B> {
    async fn measure(&mut self) -> Option<Reading> {
        let mut word = [0; 2];
        self.bus.write_read(self.address, &[0x10], &mut word).await.ok()?;
        Some(Reading::Temperature(u16::from_be_bytes(word)))
    }
}

struct Gyroscope<B> {
    bus: B,
    address: u8,
}

impl<B: I2c> Sensor for Gyroscope<B> {
    async fn measure(&mut self) -> Option<Reading> {
        let mut axes = [0; 6];
        self.bus.write_read(self.address, &[0x80], &mut axes).await.ok()?;
        Some(Reading::Rotation(axes))
    }
}

/// Measures some times, with a device that is not there every fifth time.
async fn run(mut sensor: impl Sensor, mut absent: impl Sensor, period: u32) {
    for round in 0..ROUNDS {
        let reading = match round % 5 {
            4 => absent.measure().await,
            _ => sensor.measure().await,
        };
        READINGS.send(reading.unwrap_or(Reading::Lost)).await;
        Timer::after_millis(period).await;
    }
}

async fn thermometer() {
    let absent = Thermometer { bus: &BUS, address: 0x50 };
    run(Thermometer { bus: &BUS, address: 0x40 }, absent, 1).await;
}

async fn gyroscope() {
    let absent = Gyroscope { bus: &BUS, address: 0x51 };
    run(Gyroscope { bus: &BUS, address: 0x41 }, absent, 2).await;
}

async fn report() {
    let (mut temperatures, mut rotations, mut lost) = (0, 0, 0);
    let temperature = u16::from_be_bytes([register(0x40, 0x10), register(0x40, 0x11)]);
    for _ in 0..2 * ROUNDS {
        match READINGS.receive().await {
            Reading::Temperature(value) => {
                assert_eq!(value, temperature, "a transaction was torn");
                temperatures += 1;
            }
            Reading::Rotation(axes) => {
                for (axis, register_number) in axes.iter().zip(0x80..) {
                    assert_eq!(*axis, register(0x41, register_number), "a transaction was torn");
                }
                rotations += 1;
            }
            Reading::Lost => lost += 1,
        }
    }
    hprintln!("{} temperatures, {} rotations, {} lost", temperatures, rotations, lost);
    // A transaction that is cancelled in the middle gives up the bus.
    let mut bus = &BUS;
    let mut word = [0; 2];
    let limit = core::time::Duration::from_millis(1);
    let cancelled = with_timeout(limit, bus.write_read(0x40, &[0x10], &mut word)).await.is_err();
    Timer::after_millis(5).await;
    let whole = bus.write_read(0x40, &[0x10], &mut word).await.is_ok();
    assert_eq!(u16::from_be_bytes(word), temperature);
    hprintln!("cancelled: {}, whole: {}", cancelled, whole);
    hprintln!("{} messages", BUS.bus().lock().await.messages());
    board::succeed()
}

#[exception]
fn SysTick() {
    time::on_tick();
    bus::on_tick();
}

#[interrupt]
fn SWI0() {
    URGENT.on_interrupt();
}

#[interrupt]
fn SWI2() {
    bus::on_interrupt();
}

#[entry]
fn main() -> ! {
    let Some(mut peripherals) = cortex_m::Peripherals::take() else {
        unreachable!("nobody else takes the peripherals");
    };
    report_size("thermometer", &thermometer());
    report_size("gyroscope", &gyroscope());
    runtime::start_clock(peripherals.SYST);
    runtime::unmask(board::Interrupt::SWI2);
    let urgent = URGENT.start(&mut peripherals.NVIC, board::Interrupt::SWI0, 0x40);
    let Some(runner) = THREAD.take() else {
        unreachable!("nobody else takes it");
    };
    let spawned = urgent
        .spawn(&GYROSCOPE, gyroscope)
        .and(runner.spawner().spawn(&THERMOMETER, thermometer))
        .and(runner.spawner().spawn(&REPORT, report));
    if let Err(error) = spawned {
        panic!("{error}");
    }
    runner.run_with(&mut Wfi)
}
