//! The demo: a data logger for two sensors.
//!
//! The sampler reads the sensors over a shared bus whose transfers end with an interrupt.  The
//! filter smooths what it gets and hands it to the reporter, which packs it into frames and sends
//! them out slowly.  A lamp blinks beside all that.  The parts exchange data through signals and run
//! joined in one static future; the core sleeps in between.
//!
//! What is printed depends on the data alone, not on the time that anything takes.
#![no_std]
#![no_main]

mod bus;
mod combinators;
mod filter;
mod lamp;
mod reporter;
mod retry;
mod sampler;
mod sensor;
mod stages;

use board::{StaticFuture, hprintln, region_start, region_stop, report_region, size_of_future};
use cortex_m::Peripherals;
use cortex_m_rt::{entry, exception};
use runtime_min::{Wfi, block_on_with, join, time};

/// How many samples go through the pipeline.
const SAMPLES: u32 = 24;

static APPLICATION: StaticFuture<{ size_of_future(&application) }> = StaticFuture::new();

/// What the parts have to show for themselves in the end.
struct Outcome {
    sampler: sampler::Summary,
    frames: reporter::Frames,
    blinks: u32,
}

async fn application() -> Outcome {
    let pipeline = join(sampler::run(SAMPLES), join(filter::run(), reporter::run()));
    let ((sampler, ((), frames)), blinks) = join(pipeline, lamp::blink(12)).await;
    Outcome { sampler, frames, blinks }
}

#[exception]
fn SysTick() {
    time::on_tick();
    bus::on_tick();
}

#[entry]
fn main() -> ! {
    let Some(peripherals) = Peripherals::take() else {
        unreachable!("nobody else takes the peripherals");
    };
    if let Err(error) = time::start_systick(peripherals.SYST, board::CORE_HZ) {
        panic!("{error}");
    }
    stages::report_sizes();

    report_region("data logger");
    let application = APPLICATION.pin(application);
    region_start();
    let outcome = block_on_with(&mut Wfi, application);
    region_stop();
    outcome.sampler.print();
    outcome.frames.print();
    hprintln!("lamp: {} blinks", outcome.blinks);

    report_region("combinators");
    let work = combinators::tree(10);
    region_start();
    let sum = block_on_with(&mut Wfi, work);
    region_stop();
    hprintln!("combinators: {}", sum);

    board::succeed()
}
