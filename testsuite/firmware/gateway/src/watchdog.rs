//! Feeds the watchdog while all parts are alive, and blinks.

use core::sync::atomic::{AtomicBool, AtomicU32, Ordering};

use embassy_time::{Duration, Ticker, Timer};

static ALIVE: AtomicU32 = AtomicU32::new(0);
/// The lamp.
pub static LED: AtomicBool = AtomicBool::new(false);
/// How often the watchdog was fed.
pub static FED: AtomicU32 = AtomicU32::new(0);

/// What has to show that it is alive.
#[derive(Clone, Copy)]
#[repr(u32)]
pub enum Part {
    Sensors = 1,
    Collector = 2,
}

const ALL: u32 = Part::Sensors as u32 | Part::Collector as u32;

/// To be called again and again by each part.
pub fn alive(part: Part) {
    ALIVE.fetch_or(part as u32, Ordering::Relaxed);
}

async fn flash_led(times: u32) {
    for _ in 0..times {
        LED.store(true, Ordering::Relaxed);
        Timer::after_millis(5).await;
        LED.store(false, Ordering::Relaxed);
        Timer::after_millis(10).await;
    }
}

/// Looks after the others.
#[embassy_executor::task]
pub async fn watchdog() {
    let mut ticker = Ticker::every(Duration::from_millis(100));
    loop {
        ticker.next().await;
        if ALIVE.load(Ordering::Relaxed) == ALL {
            ALIVE.store(0, Ordering::Relaxed);
            FED.fetch_add(1, Ordering::Relaxed);
            flash_led(1).await;
        } else {
            flash_led(3).await;
        }
    }
}
