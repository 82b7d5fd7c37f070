//! The least that runs on the runtime: an executor, a task and a timer.  See `nothing`.
#![no_std]
#![no_main]

use board::report_size;
use cortex_m_rt::{entry, exception};
use runtime as _;
use runtime_min::time::Timer;
use runtime_min::{ThreadExecutor, Wfi, task_pool, time};

static EXECUTOR: ThreadExecutor = ThreadExecutor::new();
task_pool!(
    static TASK: [task; 1];
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
    report_size("task", &task());
    runtime::start_clock(peripherals.SYST);
    let Some(runner) = EXECUTOR.take() else {
        unreachable!("nobody else takes it");
    };
    if runner.spawner().spawn(&TASK, task).is_err() {
        board::fail();
    }
    runner.run_with(&mut Wfi)
}
