//! What a wake and a poll cost on embassy: a task that yields for ever, as in `wake` of the package
//! `runtime`.
//!
//! The executor is the raw one, which that of thread mode polls between two `WFE`: the polls are
//! counted, and not the sleep.
#![no_std]
#![no_main]

use core::ptr;

use board::{hprintln, region_start, region_stop, report_region, report_size};
use cortex_m_rt::entry;
use embassy_costs::forever;
use embassy_executor::raw::Executor;
use embassy_futures::yield_now;

/// How often the task is polled between the markers: ten times in each round, so that the loop
/// itself hardly counts.
const ROUNDS: u32 = 100;

async fn yields() {
    loop {
        yield_now().await;
    }
}

#[embassy_executor::task]
fn task() -> impl Future<Output = ()> {
    yields()
}

#[entry]
fn main() -> ! {
    // As embassy's executor of thread mode makes it: this context is the one that is woken by `SEV`.
    let mut executor = Executor::new(ptr::without_provenance_mut(usize::MAX));
    // SAFETY: this function does not return.
    let executor = unsafe { &*forever(&mut executor) };
    report_size("yields", &yields());
    match task() {
        Ok(token) => executor.spawner().spawn(token),
        Err(error) => panic!("{:?}", error),
    }
    // SAFETY: nobody else polls it.
    let poll = || unsafe { executor.poll() };
    poll();
    report_region("wake and poll, 1000 times");
    region_start();
    for _ in 0..ROUNDS {
        poll();
        poll();
        poll();
        poll();
        poll();
        poll();
        poll();
        poll();
        poll();
        poll();
    }
    region_stop();
    hprintln!("{} polls", 10 * ROUNDS);
    board::succeed()
}
