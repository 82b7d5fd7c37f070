//! Tasks in statics: the application that `runtime-heap` has on the heap.
#![no_std]
#![no_main]

use board::report_size;
use cortex_m_rt::{entry, exception};
use runtime::application::{self, WORKERS};
use runtime_min::{ThreadExecutor, Wfi, task_pool, time};

static EXECUTOR: ThreadExecutor = ThreadExecutor::new();

task_pool! {
    static WORKER: [application::worker; WORKERS as usize];
    static REPORT: [report; 1];
}

async fn report() {
    application::report().await;
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
    report_size("worker", &application::worker(0));
    report_size("WORKER", &WORKER);
    runtime::start_clock(peripherals.SYST);
    let Some(runner) = EXECUTOR.take() else {
        unreachable!("nobody else takes it");
    };
    let spawner = runner.spawner();
    for number in 0..WORKERS {
        if let Err(error) = spawner.spawn(&WORKER, || application::worker(number)) {
            panic!("{error}");
        }
    }
    if let Err(error) = spawner.spawn(&REPORT, report) {
        panic!("{error}");
    }
    runner.run_with(&mut Wfi)
}
