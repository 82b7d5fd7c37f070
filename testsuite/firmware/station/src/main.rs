//! The tasks of the crate `tasks` on embassy, with what they talk to: three devices on the bus and the
//! other side of the radio link, both emulated byte by byte in SysTick's handler.
//!
//! Devices refuse and delay transfers, the radio loses frames and acknowledgements, each at a point
//! that the data names, not the time. So what is printed does not depend on how fast the tasks are.
#![no_std]
#![no_main]

mod devices;
mod peer;

use core::cell::RefCell;

use board::hprintln;
use cortex_m_rt::exception;
use critical_section::Mutex;
use devices::Devices;
use embassy_executor::Spawner;
use embassy_sync::blocking_mutex::raw::CriticalSectionRawMutex;
use embassy_sync::signal::Signal;
use peer::Peer;

/// What is around the tasks.
struct World {
    devices: Devices,
    peer: Peer,
}

static WORLD: Mutex<RefCell<World>> =
    Mutex::new(RefCell::new(World { devices: Devices::new(), peer: Peer::new() }));
static FINISHED: Signal<CriticalSectionRawMutex, ()> = Signal::new();

/// One byte on the bus and a few on the radio take a tick.
#[exception]
fn SysTick() {
    clock::on_tick();
    let finished = critical_section::with(|cs| {
        let World { devices, peer } = &mut *WORLD.borrow_ref_mut(cs);
        devices.tick();
        peer.tick(devices.thermometer_is_reliable());
        peer.has_heard_enough() && devices.have_failed_enough()
    });
    if finished {
        FINISHED.signal(());
    }
}

#[embassy_executor::main]
async fn main(spawner: Spawner) {
    let Some(peripherals) = cortex_m::Peripherals::take() else {
        unreachable!("nobody else takes the peripherals");
    };
    clock::start(peripherals.SYST);
    tasks::control::start(spawner);
    FINISHED.wait().await;
    critical_section::with(|cs| {
        let World { devices, peer } = &*WORLD.borrow_ref(cs);
        peer.report();
        devices.report();
    });
    hprintln!("the station is switched off");
    board::succeed()
}
