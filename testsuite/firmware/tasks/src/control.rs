//! The tasks that bring the rest together.

use embassy_executor::{SpawnError, SpawnToken, Spawner};
use embassy_futures::join::{join, join3};
use embassy_futures::select::{Either, select};
use embassy_sync::blocking_mutex::raw::CriticalSectionRawMutex;
use embassy_sync::mutex::Mutex;
use embassy_sync::pubsub::PubSubChannel;
use embassy_sync::rwlock::RwLock;
use embassy_sync::watch::Watch;
use embassy_time::{Duration, Instant, Ticker, Timer};

use crate::bus::{Bus, Controller, Failure, Shared};
use crate::radio::{self, Frame, Queue};
use crate::sensors::{Accelerometer, Sample, Thermometer, store};

static BUS: Bus = Mutex::new(Controller::new());
static OUTGOING: Queue = Queue::new();
static INCOMING: Queue = Queue::new();
static SAMPLES: PubSubChannel<CriticalSectionRawMutex, Sample, 4, 2, 1> = PubSubChannel::new();
static TEMPERATURE: Watch<CriticalSectionRawMutex, i32, 2> = Watch::new();
static SETTINGS: RwLock<CriticalSectionRawMutex, Settings> =
    RwLock::new(Settings { period_millis: 100, threshold: 500 });

struct Settings {
    period_millis: u32,
    threshold: i16,
}

/// Runs something again while it fails, at most so many times.
async fn retry<T, E>(times: u32, mut what: impl AsyncFnMut() -> Result<T, E>) -> Result<T, E> {
    let mut pause = 1;
    for _ in 1..times {
        if let Ok(value) = what().await {
            return Ok(value);
        }
        Timer::after_millis(pause).await;
        pause *= 2;
    }
    what().await
}

#[embassy_executor::task]
async fn thermometer() {
    let Ok(mut thermometer) = Thermometer::new(Shared(&BUS)).await else { return };
    let sender = TEMPERATURE.sender();
    loop {
        if let Ok(value) = retry(3, async || thermometer.measure().await).await {
            sender.send(value);
        }
        let period = SETTINGS.read().await.period_millis;
        Timer::after_millis(u64::from(period)).await;
    }
}

async fn sample(buffer: &mut [Sample; 8]) -> Result<(), Failure> {
    let mut accelerometer = Accelerometer::new(Shared(&BUS), 0x57).await?;
    let mut ticker = Ticker::every(Duration::from_millis(10));
    let Ok(publisher) = SAMPLES.publisher() else { return Ok(()) };
    loop {
        ticker.next().await;
        let count = accelerometer.drain(buffer).await?;
        for sample in &buffer[..count] {
            publisher.publish(*sample).await;
        }
    }
}

#[embassy_executor::task]
async fn accelerometer() {
    let mut buffer = [Sample::default(); 8];
    while sample(&mut buffer).await.is_err() {
        Timer::after_secs(1).await;
    }
}

/// Puts what is worth it into frames.
#[embassy_executor::task]
async fn reporter() {
    let Ok(mut samples) = SAMPLES.subscriber() else { return };
    let Some(mut temperature) = TEMPERATURE.receiver() else { return };
    let mut sequence = 0_u8;
    loop {
        let mut bytes = [0_u8; 16];
        let length = match select(samples.next_message_pure(), temperature.changed()).await {
            Either::First(sample) => {
                let threshold = SETTINGS.read().await.threshold;
                if sample.axes.iter().all(|axis| axis.abs() < threshold) {
                    continue;
                }
                for (place, axis) in bytes.chunks_exact_mut(2).zip(sample.axes) {
                    place.copy_from_slice(&axis.to_le_bytes());
                }
                6
            }
            Either::Second(value) => {
                bytes[..4].copy_from_slice(&value.to_le_bytes());
                4
            }
        };
        sequence = sequence.wrapping_add(1);
        OUTGOING.send(Frame::new(sequence, &bytes[..length])).await;
    }
}

async fn configure(frame: &Frame) -> Result<(), Failure> {
    let mut settings = SETTINGS.write().await;
    settings.period_millis = u32::from(frame.bytes[1]) * 10;
    settings.threshold = i16::from(frame.bytes[2]) * 8;
    drop(settings);
    store(&mut Shared(&BUS), 0x100, &frame.bytes[..frame.length]).await
}

/// What the other side asks for.
#[embassy_executor::task]
async fn commands() {
    loop {
        let frame = INCOMING.receive().await;
        match frame.bytes[0] {
            0 => {
                let answer = Instant::now().as_millis().to_le_bytes();
                OUTGOING.send(Frame::new(frame.sequence, &answer)).await;
            }
            1 => {
                let done = configure(&frame).await.is_ok();
                OUTGOING.send(Frame::new(frame.sequence, &[u8::from(done)])).await;
            }
            2 => {
                let read = async {
                    let mut bus = Shared(&BUS);
                    Thermometer::new(&mut bus).await?.measure().await
                };
                let wait = Timer::after_millis(5);
                let (value, ()) = join(read, wait).await;
                let value = value.unwrap_or(i32::MIN).to_le_bytes();
                OUTGOING.send(Frame::new(frame.sequence, &value)).await;
            }
            _ => {}
        }
    }
}

/// All of it as one future, for firmware without tasks.
pub async fn everything() {
    let mut buffer = [Sample::default(); 8];
    let incoming = async {
        loop {
            let frame = radio::receive().await;
            INCOMING.send(frame).await;
        }
    };
    let outgoing = async { while radio::deliver(OUTGOING.receive().await).await.is_ok() {} };
    let _: ((), (), Result<(), Failure>) = join3(incoming, outgoing, sample(&mut buffer)).await;
}

/// Starts them all.
pub fn start(spawner: Spawner) {
    launch(spawner, thermometer());
    launch(spawner, accelerometer());
    launch(spawner, reporter());
    launch(spawner, commands());
    launch(spawner, radio::sender(OUTGOING.receiver()));
    launch(spawner, radio::receiver(INCOMING.sender()));
}

fn launch<S>(spawner: Spawner, task: Result<SpawnToken<S>, SpawnError>) {
    if let Ok(token) = task {
        spawner.spawn(token);
    }
}
