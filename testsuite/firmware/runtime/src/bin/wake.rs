//! What a wake and a poll cost: a task that yields for ever, on the executor of thread mode.
#![no_std]
#![no_main]

use board::{hprintln, region_start, region_stop, report_region, report_size};
use cortex_m_rt::entry;
use runtime as _;
use runtime_min::{ThreadExecutor, task_pool, yield_now};

/// How often the task is polled between the markers: ten times in each round, so that the loop
/// itself hardly counts.
const ROUNDS: u32 = 100;

static EXECUTOR: ThreadExecutor = ThreadExecutor::new();
task_pool!(
    static YIELDS: [yields; 1];
);

async fn yields() {
    loop {
        yield_now().await;
    }
}

#[entry]
fn main() -> ! {
    let Some(mut runner) = EXECUTOR.take() else {
        unreachable!("nobody else takes it");
    };
    report_size("yields", &yields());
    if let Err(error) = runner.spawner().spawn(&YIELDS, yields) {
        panic!("{error}");
    }
    runner.poll();
    report_region("wake and poll, 1000 times");
    region_start();
    for _ in 0..ROUNDS {
        runner.poll();
        runner.poll();
        runner.poll();
        runner.poll();
        runner.poll();
        runner.poll();
        runner.poll();
        runner.poll();
        runner.poll();
        runner.poll();
    }
    region_stop();
    assert!(runner.is_ready());
    hprintln!("{} polls", 10 * ROUNDS);
    board::succeed()
}
