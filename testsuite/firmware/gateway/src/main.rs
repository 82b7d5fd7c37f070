//! A telemetry gateway on embassy: sensors' records go over a radio modem to the other side, which sends
//! commands and new firmware; a flash memory and a display share a bus.
//!
//! The other side and what is on the bus are emulated in SysTick's handler.  They fail at points that
//! the data names, not the time.  So what is printed does not depend on how fast the tasks are.
#![no_std]
#![no_main]

mod collector;
mod control;
mod devices;
mod display;
mod dma;
mod flash;
mod modem;
mod packet;
mod peer;
mod sensors;
mod settings;
mod spi;
mod update;
mod uplink;
mod watchdog;

use core::cell::RefCell;
use core::sync::atomic::Ordering;

use board::hprintln;
use cortex_m_rt::exception;
use critical_section::Mutex;
use devices::Devices;
use embassy_executor::{SpawnError, SpawnToken, Spawner};
use embassy_sync::blocking_mutex::raw::CriticalSectionRawMutex;
use embassy_sync::signal::Signal;
use peer::Peer;

/// How many lines the display shows.
const LINES: u32 = 14;

/// What is around the gateway.
struct World {
    devices: Devices,
    peer: Peer,
}

static WORLD: Mutex<RefCell<World>> =
    Mutex::new(RefCell::new(World { devices: Devices::new(), peer: Peer::new() }));
static FINISHED: Signal<CriticalSectionRawMutex, ()> = Signal::new();

/// One chunk in each direction takes a tick.
#[exception]
fn SysTick() {
    clock::on_tick();
    let finished = critical_section::with(|cs| {
        let World { devices, peer } = &mut *WORLD.borrow_ref_mut(cs);
        modem::TRANSMIT.serve(|bytes| peer.hear(bytes));
        let selected = spi::SELECTED.load(Ordering::Relaxed);
        spi::DATA.serve(|bytes| devices.exchange(selected, bytes));
        peer.tick();
        peer.is_content() && devices.lines() >= LINES
    });
    if finished {
        FINISHED.signal(());
    }
}

fn launch<S>(spawner: Spawner, task: Result<SpawnToken<S>, SpawnError>) {
    let Ok(token) = task else {
        unreachable!("there is one of each");
    };
    spawner.spawn(token);
}

#[embassy_executor::main]
async fn main(spawner: Spawner) {
    let Some(peripherals) = cortex_m::Peripherals::take() else {
        unreachable!("nobody else takes the peripherals");
    };
    clock::start(peripherals.SYST);
    launch(spawner, modem::receiver());
    launch(spawner, sensors::sensors());
    launch(spawner, collector::collector());
    launch(spawner, control::control());
    launch(spawner, update::update());
    launch(spawner, display::display());
    launch(spawner, watchdog::watchdog());
    FINISHED.wait().await;
    critical_section::with(|cs| {
        let World { devices, peer } = &*WORLD.borrow_ref(cs);
        peer.report();
        devices.report(usize::from(update::IMAGE) * update::PAGE);
    });
    hprintln!("the watchdog was fed: {}", watchdog::FED.load(Ordering::Relaxed) > 0);
    board::succeed()
}
