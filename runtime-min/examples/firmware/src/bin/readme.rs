//! The example of runtime-min's README, with two lamps, a display and a button that are messages on
//! the console.
//!
//! ```text
//! green on
//! display: pressed
//! red on
//! green off
//! green on
//! ```
#![no_std]
#![no_main]

mod devices {
    use board::hprintln;

    /// The display's address.
    pub const DISPLAY: u8 = 0x3c;

    /// A lamp; the program ends when the second one was switched three times.
    pub struct Led {
        name: &'static str,
        on: bool,
        toggles: u32,
    }

    impl Led {
        pub fn new(name: &'static str) -> Self {
            Led { name, on: false, toggles: 0 }
        }

        pub fn toggle(&mut self) {
            self.on = !self.on;
            self.toggles += 1;
            hprintln!("{} {}", self.name, if self.on { "on" } else { "off" });
            if self.toggles == 3 {
                board::succeed();
            }
            if self.name == "green" && self.toggles == 1 {
                // Somebody presses the button; a real one would have an interrupt.
                super::BUTTON.notify();
            }
        }
    }

    /// A bus that sends at once.
    pub struct I2c(());

    impl I2c {
        pub const fn new() -> Self {
            I2c(())
        }

        pub async fn write(&mut self, address: u8, bytes: &[u8]) {
            runtime_min::yield_now().await;
            if address == DISPLAY && bytes.len() > 1 {
                hprintln!("display: {}", core::str::from_utf8(bytes).unwrap_or("?"));
            }
        }
    }
}

use board::{Interrupt, interrupt};
use cortex_m::Peripherals;
use cortex_m_rt::{entry, exception};
use devices::{DISPLAY, I2c, Led};
use runtime_min::sync::{self, Mutex};
use runtime_min::time::{self, Ticker};
use runtime_min::{InterruptExecutor, ThreadExecutor, task_pool};

// README.md has all that follows, and a test compares the two.

static EXECUTOR: ThreadExecutor = ThreadExecutor::new();
static URGENT: InterruptExecutor = InterruptExecutor::new();
static BUS: Mutex<I2c> = Mutex::new(I2c::new());
static BUTTON: sync::Interrupt = sync::Interrupt::new();

task_pool! {
    static BLINK: [blink; 2];
    static PRESSED: [pressed; 1];
}

async fn blink(mut led: Led, period: u32) {
    let mut ticker = Ticker::every_millis(period);
    loop {
        ticker.tick().await;
        led.toggle();
    }
}

/// Runs when the button's handler has called `BUTTON.notify()`, before any task in thread mode goes on.
async fn pressed() {
    loop {
        BUTTON.wait().await;
        let mut bus = BUS.lock().await;
        bus.write(DISPLAY, &[0x01]).await;
        bus.write(DISPLAY, b"pressed").await; // nobody else's transfer came in between
    }
}

#[interrupt]
fn SWI0() {
    URGENT.on_interrupt();
}

#[exception]
fn SysTick() {
    time::on_tick();
}

#[entry]
fn main() -> ! {
    let mut peripherals = Peripherals::take().unwrap();
    time::start_systick(peripherals.SYST, 25_000_000).unwrap();
    let urgent = URGENT.start(&mut peripherals.NVIC, Interrupt::SWI0, 0x40);
    urgent.spawn(&PRESSED, pressed).unwrap();
    let runner = EXECUTOR.take().unwrap();
    runner.spawner().spawn(&BLINK, || blink(Led::new("red"), 500)).unwrap();
    runner.spawner().spawn(&BLINK, || blink(Led::new("green"), 300)).unwrap();
    runner.run()
}
