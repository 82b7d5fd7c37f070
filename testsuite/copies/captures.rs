//! Fields that are moved out of captures, and captures that become fields.

use super::common::{Pause, Pin1, drive, look, mix};

struct Peripherals {
    timer: [u32; 6],
    uart: [u32; 8],
    pins: [u16; 13],
    gate: Pin1,
}

struct Console {
    line: [u8; 24],
    uart: [u32; 8],
    gate: Pin1,
}

struct Clock {
    scale: u32,
    timer: [u32; 6],
}

impl Clock {
    fn new(timer: [u32; 6], scale: u32) -> Self {
        Clock { scale, timer }
    }

    async fn tick(&mut self) -> u32 {
        Pause(1).await;
        self.timer[2] += self.scale;
        self.timer[2]
    }
}

impl Console {
    fn new(uart: [u32; 8], gate: Pin1) -> Self {
        Console { line: [b'.'; 24], uart, gate }
    }

    async fn print(&mut self, word: u32) {
        self.line[5] = word as u8;
        Pause(1).await;
        self.uart[word as usize % 8] ^= mix(&self.uart);
        look(&self.gate);
    }
}

async fn application(peripherals: Peripherals) -> u32 {
    let Peripherals { timer, uart, pins, gate } = peripherals;
    let mut clock = Clock::new(timer, 3);
    clock.tick().await;
    let mut console = Console::new(uart, gate);
    for pin in pins {
        console.print(pin.into()).await;
        clock.tick().await;
    }
    mix(&console.uart) ^ clock.timer[2] ^ u32::from(console.line[5])
}

async fn in_turn(peripherals: Peripherals) -> u32 {
    let mut console = Console { line: [0; 24], uart: peripherals.uart, gate: peripherals.gate };
    console.print(4).await;
    let Console { line, uart, .. } = console;
    Pause(1).await;
    let mut clock = Clock { scale: line[0].into(), timer: peripherals.timer };
    look(&clock);
    let ticked = clock.tick().await;
    let packed = (uart, peripherals.pins);
    Pause(1).await;
    mix(&look(&packed).0) ^ u32::from(packed.1[3]) ^ ticked
}

/// What is captured together is used one after the other.
fn worker(first: [u32; 10], second: Console) -> impl Future<Output = u32> {
    async move {
        let held = (first, 1_u8);
        Pause(1).await;
        let sum = mix(&look(&held).0);
        let mut second = second;
        second.print(sum).await;
        let again = [second.uart, second.uart];
        drop(second);
        Pause(1).await;
        sum ^ mix(look(&again[1]))
    }
}

use core::future::Future;

fn peripherals() -> Peripherals {
    let seed = core::hint::black_box(5);
    Peripherals { timer: [seed; 6], uart: [seed + 1; 8], pins: [seed as u16; 13], gate: Pin1(2) }
}

pub fn run() -> [u32; 3] {
    let console = Console::new([core::hint::black_box(3); 8], Pin1(7));
    [
        drive(application(peripherals())),
        drive(in_turn(peripherals())),
        drive(worker([core::hint::black_box(9); 10], console)),
    ]
}
