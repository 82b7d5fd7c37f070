//! A post office of futures-util without std: sets of futures, streams, channels, biased selection and
//! aborts, on an allocator. Nothing waits for time, so everything is a matter of data.
#![no_std]
#![no_main]

extern crate alloc;

use alloc::boxed::Box;
use alloc::vec::Vec;
use core::cell::RefCell;
use core::pin::pin;

use board::{hprintln, region_start, region_stop, report_region, report_size};
use cortex_m_rt::entry;
use embassy_futures::{block_on, yield_now};
use embedded_alloc::LlffHeap;
use futures_channel::oneshot;
use futures_util::future::{Either, abortable, join_all, select, try_join};
use futures_util::stream::{self, FuturesOrdered, FuturesUnordered, StreamExt, TryStreamExt};
use futures_util::{FutureExt, join, select_biased};

#[global_allocator]
static HEAP: LlffHeap = LlffHeap::empty();

const HEAP_SIZE: usize = 16 * 1024;

/// Something to be carried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Parcel {
    number: u32,
    weight: u32,
}

/// The way is longer for heavier parcels.
async fn carry(parcel: Parcel) -> Parcel {
    let label = [parcel.number as u8; 8];
    for _ in 0..parcel.weight {
        yield_now().await;
    }
    assert_eq!(label, [parcel.number as u8; 8]);
    parcel
}

async fn weigh(parcel: Parcel) -> Result<u32, Parcel> {
    let parcel = carry(parcel).await;
    if parcel.weight > 9 { Err(parcel) } else { Ok(parcel.weight) }
}

fn parcels(count: u32) -> impl Iterator<Item = Parcel> {
    (0..count).map(|number| Parcel { number, weight: (number * 5 + 3) % 8 })
}

/// In the order in which they arrive.
async fn unordered(count: u32) -> Vec<u32> {
    let carried: FuturesUnordered<_> = parcels(count).map(carry).collect();
    carried.map(|parcel| parcel.number).collect().await
}

/// In the order in which they were sent.
async fn ordered(count: u32) -> Vec<u32> {
    let carried: FuturesOrdered<_> = parcels(count).map(carry).collect();
    carried.map(|parcel| parcel.number).collect().await
}

/// At most three at a time, the heavy ones left out.
async fn buffered(count: u32) -> u32 {
    stream::iter(parcels(count))
        .filter(|parcel| core::future::ready(parcel.weight < 7))
        .map(carry)
        .buffer_unordered(3)
        .fold(0, |sum, parcel| async move {
            yield_now().await;
            sum * 3 % 65_521 + parcel.number
        })
        .await
}

/// Ends at the first that is too heavy.
async fn tried(count: u32, heavy: u32) -> Result<u32, Parcel> {
    stream::iter(parcels(count))
        .map(|parcel| {
            let weight = if parcel.number == heavy { 10 } else { parcel.weight };
            Ok(Parcel { weight, ..parcel })
        })
        .and_then(weigh)
        .try_fold(0, |sum, weight| async move { Ok(sum + weight) })
        .await
}

/// Boxed ones of different types.
async fn boxed() -> Vec<u32> {
    let ways = (0..4_u32).map(|number| {
        let parcel = Parcel { number, weight: number };
        match number % 2 {
            0 => carry(parcel).map(|parcel| parcel.weight).boxed_local(),
            _ => Box::pin(async move { weigh(parcel).await.unwrap_or(0) + 100 }),
        }
    });
    join_all(ways).await
}

/// Both ends of two channels, each waiting for the other.
async fn letters() -> Result<(u32, u32), oneshot::Canceled> {
    let (question, asked) = oneshot::channel::<u32>();
    let (answer, answered) = oneshot::channel::<u32>();
    let one = async move {
        yield_now().await;
        // The other end is there until it is answered.
        let _ = question.send(20);
        answered.await
    };
    let other = async move {
        let value = asked.await?;
        yield_now().await;
        let _ = answer.send(value + 1);
        Ok(value)
    };
    try_join(one, other).await
}

/// The shorter way wins, the other is given up.
async fn races() -> (u32, u32, bool) {
    let short = pin!(carry(Parcel { number: 1, weight: 2 }));
    let long = pin!(carry(Parcel { number: 2, weight: 50 }));
    let first = match select(long, short).await {
        Either::Left((parcel, _)) | Either::Right((parcel, _)) => parcel.number,
    };
    let mut left = pin!(carry(Parcel { number: 3, weight: 4 }).fuse());
    let mut right = pin!(carry(Parcel { number: 4, weight: 3 }).fuse());
    let second = select_biased! {
        parcel = left => parcel.number,
        parcel = right => parcel.number,
    };
    let (endless, handle) = abortable(async {
        loop {
            yield_now().await;
        }
    });
    let stop = async {
        carry(Parcel { number: 5, weight: 6 }).await;
        handle.abort();
    };
    let (ended, ()): (Result<(), _>, ()) = join!(endless, stop);
    (first, second, ended.is_err())
}

/// A stream that an async closure makes, with a window of its last three values.
async fn unfolded(count: u32) -> u32 {
    let log = RefCell::new(Vec::new());
    stream::unfold([0_u32, 1, 1], |window| async move {
        yield_now().await;
        let next = window[1] + window[2];
        (next < 10_000).then_some((next, [window[1], window[2], next]))
    })
    .take(count as usize)
    .chunks(4)
    .for_each_concurrent(2, |chunk| {
        let log = &log;
        async move {
            yield_now().await;
            log.borrow_mut().push(chunk.iter().sum::<u32>());
        }
    })
    .await;
    log.into_inner().iter().fold(0, |sum, value| sum * 7 % 65_521 + value)
}

#[entry]
fn main() -> ! {
    // SAFETY: nothing was allocated yet, and this is called once.
    unsafe {
        embedded_alloc::init!(HEAP, HEAP_SIZE);
    }
    report_size("carry", &carry(Parcel { number: 0, weight: 0 }));
    report_size("weigh", &weigh(Parcel { number: 0, weight: 0 }));
    report_size("unordered", &unordered(0));
    report_size("buffered", &buffered(0));
    report_size("tried", &tried(0, 0));
    report_size("letters", &letters());
    report_size("races", &races());
    report_size("unfolded", &unfolded(0));
    report_region("post office");
    region_start();
    let arrived = block_on(unordered(12));
    let sent = block_on(ordered(12));
    let sums = [block_on(buffered(20)), block_on(unfolded(18))];
    let tried = [block_on(tried(8, 99)), block_on(tried(8, 5))];
    let boxed = block_on(boxed());
    let letters = block_on(letters());
    let races = block_on(races());
    region_stop();
    hprintln!("arrived: {:?}", arrived);
    hprintln!("sent: {:?}", sent);
    hprintln!("buffered and unfolded: {:?}", sums);
    hprintln!("tried: {:?}", tried);
    hprintln!("boxed: {:?}", boxed);
    hprintln!("letters: {:?}", letters);
    hprintln!("races: {:?}", races);
    drop((arrived, sent, boxed));
    hprintln!("still allocated: {}", HEAP.used());
    board::succeed()
}
