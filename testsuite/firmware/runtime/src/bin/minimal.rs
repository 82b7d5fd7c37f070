//! The least that runs on the runtime: an executor, a task and a timer.  See `nothing`.
//!
//! It prints nothing, as that would take more stack than all the rest.  What is to be known of its task
//! is in the values of symbols, which take no memory.
#![no_std]
#![no_main]

use core::arch::global_asm;
use core::mem::size_of_val;

use board::size_of_future;
use cortex_m_rt::{entry, exception};
use runtime as _;
use runtime_min::time::Timer;
use runtime_min::{ThreadExecutor, Wfi, task_pool, time};

static EXECUTOR: ThreadExecutor = ThreadExecutor::new();
task_pool!(
    static TASK: [task; 1];
);

global_asm!(
    ".global size_of_future, size_of_task",
    ".set size_of_future, {future}",
    ".set size_of_task, {task}",
    future = const size_of_future(&task),
    task = const size_of_val(&TASK),
);

async fn task() {
    for _ in 0..10 {
        Timer::after_millis(10).await;
    }
    board::succeed()
}

#[exception]
fn SysTick() {
    time::on_tick();
}

#[entry]
fn main() -> ! {
    let Some(peripherals) = cortex_m::Peripherals::take() else {
        unreachable!("nobody else takes the peripherals");
    };
    runtime::start_clock(peripherals.SYST);
    let Some(runner) = EXECUTOR.take() else {
        unreachable!("nobody else takes it");
    };
    if runner.spawner().spawn(&TASK, task).is_err() {
        board::fail();
    }
    runner.run_with(&mut Wfi)
}
