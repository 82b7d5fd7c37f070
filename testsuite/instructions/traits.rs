//! The same work by a free async fn or, with the cfg `method`, by an async method of a trait; with the
//! cfg `generic`, too, what awaits that knows only the trait. It
//! prints the futures' sizes, what it computes, how many polls that took, and how many allocations
//! there were meanwhile.

mod common;

use common::Suspend;
use std::alloc::{GlobalAlloc, Layout, System};
use std::future::Future;
use std::hint::black_box;
use std::pin::pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll, Waker};

struct Counting;

static ALLOCATIONS: AtomicUsize = AtomicUsize::new(0);

// SAFETY: the system's allocator does the work.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        ALLOCATIONS.fetch_add(1, Ordering::Relaxed);
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

const ROUNDS: u32 = 100_000;

struct Sensor {
    scale: u32,
}

#[cfg(method)]
trait Read {
    async fn read(&mut self, channel: u32) -> u32;
}

#[cfg(method)]
impl Read for Sensor {
    async fn read(&mut self, channel: u32) -> u32 {
        let before = self.scale;
        Suspend(false).await;
        self.scale = self.scale.wrapping_add(channel);
        Suspend(false).await;
        before.wrapping_mul(3) ^ self.scale
    }
}

#[cfg(not(method))]
async fn read(sensor: &mut Sensor, channel: u32) -> u32 {
    let before = sensor.scale;
    Suspend(false).await;
    sensor.scale = sensor.scale.wrapping_add(channel);
    Suspend(false).await;
    before.wrapping_mul(3) ^ sensor.scale
}

/// What is known of the sensor where it is read.
#[cfg(not(generic))]
macro_rules! sensor {
    () => {
        Sensor
    };
}
#[cfg(generic)]
macro_rules! sensor {
    () => { impl Read };
}

/// Awaits a read in each round.
async fn sum(sensor: &mut sensor!(), rounds: u32) -> u32 {
    let mut sum = 0_u32;
    for round in 0..rounds {
        #[cfg(method)]
        let future = sensor.read(round);
        #[cfg(not(method))]
        let future = read(sensor, round);
        sum = sum.wrapping_add(future.await);
    }
    sum
}

fn main() {
    let mut sensor = Sensor { scale: 5 };
    #[cfg(method)]
    let read_size = size_of_val(&sensor.read(1));
    #[cfg(not(method))]
    let read_size = size_of_val(&read(&mut sensor, 1));
    let before = ALLOCATIONS.load(Ordering::Relaxed);
    let mut future = pin!(sum(&mut sensor, black_box(ROUNDS)));
    let sum_size = size_of_val(&*future);
    let mut context = Context::from_waker(Waker::noop());
    let mut polls = 0;
    let sum = loop {
        polls += 1;
        if let Poll::Ready(sum) = future.as_mut().poll(&mut context) {
            break sum;
        }
    };
    let allocations = ALLOCATIONS.load(Ordering::Relaxed) - before;
    println!("{read_size} {sum_size}");
    println!("{sum} after {polls} polls, {allocations} allocations");
}
