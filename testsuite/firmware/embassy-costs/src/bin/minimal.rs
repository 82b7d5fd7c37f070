//! The least that runs on embassy: an executor, a task and a timer, as in `minimal` of the package
//! `runtime`.
#![no_std]
#![no_main]

use core::arch::global_asm;

use board::size_of_future;
use cortex_m_rt::{entry, exception};
use embassy_costs::{forever, size_of_task};
use embassy_executor::Executor;
use embassy_time::Timer;

global_asm!(
    ".global size_of_future, size_of_task",
    ".set size_of_future, {future}",
    ".set size_of_task, {task}",
    future = const size_of_future(&pauses),
    task = const size_of_task(&pauses),
);

async fn pauses() {
    for _ in 0..10 {
        Timer::after_millis(10).await;
    }
    board::succeed()
}

#[embassy_executor::task]
fn task() -> impl Future<Output = ()> {
    pauses()
}

#[exception]
fn SysTick() {
    clock::on_tick();
}

#[entry]
fn main() -> ! {
    let Some(peripherals) = cortex_m::Peripherals::take() else {
        unreachable!("nobody else takes the peripherals");
    };
    clock::start(peripherals.SYST);
    let mut executor = Executor::new();
    // SAFETY: this function does not return.
    let executor = unsafe { forever(&mut executor) };
    executor.run(|spawner| match task() {
        Ok(token) => spawner.spawn(token),
        Err(_) => board::fail(),
    })
}
