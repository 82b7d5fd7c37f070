//! The application of `runtime`'s program `tasks`, with its tasks on the heap.
#![no_std]
#![no_main]

use core::mem::MaybeUninit;

use cortex_m_rt::{entry, exception};
use embedded_alloc::LlffHeap;
use runtime::application::{self, WORKERS};
use runtime_min::{ThreadExecutor, Wfi, time, yield_now};

#[global_allocator]
static HEAP: LlffHeap = LlffHeap::empty();
const HEAP_BYTES: usize = 16 * 1024;

static EXECUTOR: ThreadExecutor = ThreadExecutor::new();

#[exception]
fn SysTick() {
    time::on_tick();
}

/// Prints the report; then the workers' memory must be free.
async fn report() {
    let with_workers = HEAP.used();
    application::report().await;
    // The last worker's poll may not have returned when it said that it was done.
    yield_now().await;
    let without = HEAP.used();
    let workers = WORKERS as usize * size_of_val(&application::worker(0));
    assert!(without + workers <= with_workers, "{with_workers} and then {without} bytes");
    board::succeed()
}

#[entry]
fn main() -> ! {
    static mut MEMORY: [MaybeUninit<u8>; HEAP_BYTES] = [MaybeUninit::uninit(); HEAP_BYTES];
    // SAFETY: called once, with memory that nobody else uses: the attribute makes `MEMORY` this
    // function's.
    unsafe { HEAP.init(MEMORY.as_mut_ptr() as usize, HEAP_BYTES) }
    let Some(peripherals) = cortex_m::Peripherals::take() else {
        unreachable!("nobody else takes the peripherals");
    };
    runtime::start_clock(peripherals.SYST);
    let Some(runner) = EXECUTOR.take() else {
        unreachable!("nobody else takes it");
    };
    let spawner = runner.spawner();
    for number in 0..WORKERS {
        spawner.spawn_boxed("worker", application::worker(number));
    }
    spawner.spawn_boxed("report", report());
    runner.run_with(&mut Wfi)
}
