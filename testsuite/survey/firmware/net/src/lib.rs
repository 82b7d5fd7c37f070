//! An Ethernet interface: a W5500 at an nRF52840.
#![no_std]

use embassy_executor::Spawner;
use embassy_net::{Stack, StackResources};
use embassy_net_wiznet::chip::W5500;
use embassy_net_wiznet::{Device, Runner, State};
use embassy_nrf::gpio::{Input, Level, Output, OutputDrive, Pull};
use embassy_nrf::spim::Spim;
use embassy_nrf::{bind_interrupts, peripherals, spim};
use embassy_time::Delay;
use embedded_hal_bus::spi::ExclusiveDevice;
use static_cell::StaticCell;

bind_interrupts!(struct Interrupts {
    SPIM3 => spim::InterruptHandler<peripherals::SPI3>;
});

type Spi = ExclusiveDevice<Spim<'static>, Output<'static>, Delay>;

#[embassy_executor::task]
async fn chip(runner: Runner<'static, W5500, Spi, Input<'static>, Output<'static>>) -> ! {
    runner.run().await
}

#[embassy_executor::task]
async fn stack(mut runner: embassy_net::Runner<'static, Device<'static>>) -> ! {
    runner.run().await
}

/// Starts the interface, and waits until it has an address. `None` if the chip does not answer.
pub async fn start(spawner: Spawner) -> Option<Stack<'static>> {
    static STATE: StaticCell<State<4, 4>> = StaticCell::new();
    static RESOURCES: StaticCell<StackResources<4>> = StaticCell::new();
    let board = embassy_nrf::init(Default::default());
    let select = Output::new(board.P1_10, Level::High, OutputDrive::Standard);
    let reset = Output::new(board.P1_06, Level::High, OutputDrive::Standard);
    let irq = Input::new(board.P1_15, Pull::Up);
    let bus = Spim::new(
        board.SPI3,
        Interrupts,
        board.P1_11,
        board.P1_13,
        board.P1_12,
        spim::Config::default(),
    );
    let Ok(spi) = ExclusiveDevice::new(bus, select, Delay);
    let state = STATE.init(State::new());
    let started = embassy_net_wiznet::new([2, 0, 0, 0, 0, 1], state, spi, irq, reset).await;
    let (device, runner) = started.ok()?;
    spawner.spawn(chip(runner).ok()?);
    let config = embassy_net::Config::dhcpv4(Default::default());
    let resources = RESOURCES.init(StackResources::new());
    let (stack, runner) = embassy_net::new(device, config, resources, 42);
    spawner.spawn(self::stack(runner).ok()?);
    stack.wait_config_up().await;
    Some(stack)
}
