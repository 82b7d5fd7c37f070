//! The forms in which code holds futures: in statics, behind `dyn`, in options, in generic code, from
//! traits and closures.
#![no_std]
#![no_main]

use core::mem::size_of_val;
use core::pin::{Pin, pin};

use board::{StaticFuture, hprintln, size_of_future};
use cortex_m_rt::entry;
use lowering::{Noisy, drive, poll_once, suspend};

async fn in_a_static() -> u32 {
    let buffer = [3_u8; 40];
    suspend().await;
    buffer.iter().map(|n| u32::from(*n)).sum()
}

static FUTURE: StaticFuture<{ size_of_future(&in_a_static) }> = StaticFuture::new();

async fn add(a: u32, b: u32) -> u32 {
    suspend().await;
    a + b
}

async fn multiply(a: u32, b: u32) -> u32 {
    suspend().await;
    suspend().await;
    a * b
}

async fn await_any(mut futures: [Pin<&mut dyn Future<Output = u32>>; 3]) -> u32 {
    let mut sum = 0;
    for future in &mut futures {
        sum += future.as_mut().await;
    }
    sum
}

trait Device {
    async fn transfer(&mut self, byte: u8) -> u8;

    /// A body that every device shares.
    async fn transfer_all<const N: usize>(&mut self, bytes: [u8; N]) -> [u8; N] {
        let mut answers = [0; N];
        for (answer, byte) in answers.iter_mut().zip(bytes) {
            *answer = self.transfer(byte).await;
        }
        answers
    }
}

struct Inverter;

impl Device for Inverter {
    async fn transfer(&mut self, byte: u8) -> u8 {
        suspend().await;
        !byte
    }
}

struct Accumulator {
    sum: u8,
}

impl Device for Accumulator {
    async fn transfer(&mut self, byte: u8) -> u8 {
        self.sum = self.sum.wrapping_add(byte);
        suspend().await;
        self.sum
    }
}

async fn largest<T: Copy + PartialOrd>(values: &[T]) -> Option<T> {
    let mut largest = *values.first()?;
    for value in values {
        suspend().await;
        if *value > largest {
            largest = *value;
        }
    }
    Some(largest)
}

async fn apply_twice(mut f: impl AsyncFnMut(u32) -> u32, n: u32) -> u32 {
    let once = f(n).await;
    f(once).await
}

async fn closures() -> u32 {
    let mut calls = 0;
    let offset = 10;
    let counted = apply_twice(
        async |n| {
            calls += 1;
            suspend().await;
            n * 2 + offset
        },
        1,
    )
    .await;
    let owner = Noisy("owned by the closure");
    let once = async move || {
        suspend().await;
        owner.0.len() as u32
    };
    counted * 100 + calls * 10 + once().await
}

/// A future in an option: present, taken and dropped on the way.
fn options() {
    let mut slot = pin!(Some(add(1, 2)));
    let Some(future) = slot.as_mut().as_pin_mut() else {
        unreachable!("it holds a future");
    };
    assert!(poll_once(future).is_pending());
    let Some(future) = slot.as_mut().as_pin_mut() else {
        unreachable!("it holds a future");
    };
    assert_eq!(drive(future), (3, 1));
    slot.set(None);
    assert!(slot.as_mut().as_pin_mut().is_none());
    slot.set(Some(add(3, 4)));
    let Some(future) = slot.as_mut().as_pin_mut() else {
        unreachable!("it holds a future again");
    };
    assert_eq!(drive(future), (7, 2));
}

#[entry]
fn main() -> ! {
    assert_eq!(size_of_future(&in_a_static), size_of_val(&in_a_static()));
    assert_eq!(drive(FUTURE.pin(in_a_static)), (120, 2));

    let (a, b, c) = (pin!(add(1, 2)), pin!(multiply(3, 4)), pin!(add(5, 6)));
    assert_eq!(drive(pin!(await_any([a, b, c]))), (26, 5));

    hprintln!("{:?}", drive(pin!(Inverter.transfer_all([1, 2, 3]))));
    let mut accumulator = Accumulator { sum: 250 };
    hprintln!("{:?}", drive(pin!(accumulator.transfer_all([1, 2, 3, 4]))));
    hprintln!("{:?}", drive(pin!(largest(&[3, 9, 4]))));
    hprintln!("{:?}", drive(pin!(largest(&[1.5, -2.0]))));
    hprintln!("{:?}", drive(pin!(largest::<char>(&[]))));
    hprintln!("{:?}", drive(pin!(closures())));
    options();
    board::succeed()
}
