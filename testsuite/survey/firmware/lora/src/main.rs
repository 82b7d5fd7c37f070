//! A LoRaWAN device: lorawan-device on lora-phy, with an SX1262 at an nRF52840.
#![no_std]
#![no_main]

use embassy_executor::Spawner;
use embassy_nrf::gpio::{Input, Level, Output, OutputDrive, Pull};
use embassy_nrf::{bind_interrupts, peripherals, spim};
use embassy_time::{Delay, Duration, Instant, Timer};
use embedded_hal_bus::spi::ExclusiveDevice;
use lora_phy::LoRa;
use lora_phy::iv::GenericSx126xInterfaceVariant;
use lora_phy::lorawan_radio::LorawanRadio;
use lora_phy::sx126x::{Config, Sx126x, Sx1262};
use lorawan_device::async_device::radio;
use lorawan_device::async_device::{Device, JoinMode, JoinResponse};
use lorawan_device::default_crypto::DefaultFactory;
use lorawan_device::{AppEui, AppKey, DevEui, Region, region};
use panic_halt as _;

bind_interrupts!(struct Interrupts {
    SPIM3 => spim::InterruptHandler<peripherals::SPI3>;
});

/// The most that the radio may be told to send with, in dBm.
const MAX_POWER: u8 = 14;

/// lorawan-device has one, too, but for an older embassy-time.
struct Clock {
    start: Instant,
}

impl radio::Timer for Clock {
    fn reset(&mut self) {
        self.start = Instant::now();
    }

    async fn at(&mut self, millis: u64) {
        Timer::at(self.start + Duration::from_millis(millis)).await;
    }

    async fn delay_ms(&mut self, millis: u64) {
        Timer::after_millis(millis).await;
    }
}

#[embassy_executor::main]
async fn main(_spawner: Spawner) {
    let board = embassy_nrf::init(Default::default());
    let select = Output::new(board.P1_10, Level::High, OutputDrive::Standard);
    let reset = Output::new(board.P1_06, Level::High, OutputDrive::Standard);
    let irq = Input::new(board.P1_15, Pull::Down);
    let busy = Input::new(board.P1_14, Pull::Down);
    let bus = spim::Spim::new(
        board.SPI3,
        Interrupts,
        board.P1_11,
        board.P1_13,
        board.P1_12,
        spim::Config::default(),
    );
    let Ok(spi) = ExclusiveDevice::new(bus, select, Delay);
    let config = Config { chip: Sx1262, tcxo_ctrl: None, use_dcdc: true, rx_boost: false };
    let Ok(pins) = GenericSx126xInterfaceVariant::new(reset, irq, busy, None, None) else {
        return;
    };
    let Ok(lora) = LoRa::new(Sx126x::new(spi, pins, config), true, Delay).await else { return };
    let radio: LorawanRadio<_, _, MAX_POWER> = lora.into();
    let region = region::Configuration::new(Region::EU868);
    let mut device: Device<_, DefaultFactory, _, _> =
        Device::new_with_seed(region, radio, Clock { start: Instant::now() }, 42);
    let mode = JoinMode::OTAA {
        deveui: DevEui::from([1; 8]),
        appeui: AppEui::from([2; 8]),
        appkey: AppKey::from([3; 16]),
    };
    while !matches!(device.join(&mode).await, Ok(JoinResponse::JoinSuccess)) {
        Timer::after_secs(30).await;
    }
    let mut count = 0_u8;
    loop {
        let _ = device.send(&[count, 1, 2, 3], 1, true).await;
        count = count.wrapping_add(1);
        Timer::after_secs(60).await;
    }
}
