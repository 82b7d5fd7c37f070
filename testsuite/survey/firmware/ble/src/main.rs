//! A Bluetooth peripheral with a battery service: trouble-host, with a controller at the UART of an
//! nRF52840.
#![no_std]
#![no_main]

use bt_hci::controller::ExternalController;
use bt_hci_serial::SerialTransport;
use embassy_executor::Spawner;
use embassy_futures::select::select;
use embassy_nrf::buffered_uarte::{self, BufferedUarte};
use embassy_nrf::{bind_interrupts, peripherals, uarte};
use embassy_sync::blocking_mutex::raw::NoopRawMutex;
use embassy_time::Timer;
use panic_halt as _;
use trouble_host::prelude::*;

bind_interrupts!(struct Interrupts {
    UARTE0 => buffered_uarte::InterruptHandler<peripherals::UARTE0>;
});

const CONNECTIONS: usize = 1;
const CHANNELS: usize = 2;

#[gatt_server]
struct Table {
    battery: Battery,
}

#[gatt_service(uuid = service::BATTERY)]
struct Battery {
    #[characteristic(uuid = characteristic::BATTERY_LEVEL, read, notify, value = 10)]
    level: u8,
    #[characteristic(uuid = "408813df-5dd4-1f87-ec11-cdb001100000", write, read, notify)]
    status: bool,
}

#[embassy_executor::main]
async fn main(_spawner: Spawner) {
    let board = embassy_nrf::init(Default::default());
    let (mut received, mut sent) = ([0; 256], [0; 256]);
    let uart = BufferedUarte::new(
        board.UARTE0,
        board.TIMER0,
        board.PPI_CH0,
        board.PPI_CH1,
        board.PPI_GROUP0,
        board.P0_08,
        board.P0_06,
        Interrupts,
        uarte::Config::default(),
        &mut received,
        &mut sent,
    );
    let (rx, tx) = uart.split();
    let transport: SerialTransport<NoopRawMutex, _, _> = SerialTransport::new(rx, tx);
    let controller: ExternalController<_, 10> = ExternalController::new(transport);
    run(controller).await;
}

async fn run<C: Controller>(controller: C) {
    let mut resources: HostResources<DefaultPacketPool, CONNECTIONS, CHANNELS> =
        HostResources::new();
    let address = Address::random([0xff, 0x8f, 0x1a, 0x05, 0xe4, 0xff]);
    let stack = trouble_host::new(controller, &mut resources).set_random_address(address).build();
    let (mut runner, mut peripheral) = (stack.runner(), stack.peripheral());
    let gap = GapConfig::Peripheral(PeripheralConfig {
        name: "battery",
        appearance: &appearance::power_device::GENERIC_POWER_DEVICE,
    });
    let Ok(table) = Table::new_with_config(gap) else { return };
    select(runner.run(), async {
        while let Ok(connection) = advertise(&mut peripheral, &table).await {
            select(answer(&table, &connection), notify(&table, &connection)).await;
        }
    })
    .await;
}

async fn advertise<'values, 'table, C: Controller>(
    peripheral: &mut Peripheral<'values, C, DefaultPacketPool>,
    table: &'table Table<'values>,
) -> Result<GattConnection<'values, 'table, DefaultPacketPool>, BleHostError<C::Error>> {
    let mut data = [0; 31];
    let length = AdStructure::encode_slice(
        &[
            AdStructure::Flags(LE_GENERAL_DISCOVERABLE | BR_EDR_NOT_SUPPORTED),
            AdStructure::CompleteLocalName(b"battery"),
        ],
        &mut data,
    )?;
    let advertisement =
        Advertisement::ConnectableScannableUndirected { adv_data: &data[..length], scan_data: &[] };
    let advertiser = peripheral.advertise(&Default::default(), advertisement).await?;
    Ok(advertiser.accept().await?.with_attribute_server(table)?)
}

/// Until the other side leaves.
async fn answer(table: &Table<'_>, connection: &GattConnection<'_, '_, DefaultPacketPool>) {
    loop {
        match connection.next().await {
            GattConnectionEvent::Disconnected { .. } => return,
            GattConnectionEvent::Gatt { event } => {
                if let GattEvent::Read(event) = &event
                    && event.handle() == table.battery.level.handle
                {
                    let _ = table.get(&table.battery.level);
                }
                if let Ok(reply) = event.accept() {
                    reply.send().await;
                }
            }
            _ => {}
        }
    }
}

async fn notify(table: &Table<'_>, connection: &GattConnection<'_, '_, DefaultPacketPool>) {
    let mut level = 0_u8;
    loop {
        level = level.wrapping_add(1);
        if table.battery.level.notify(connection, &level, true).await.is_err() {
            return;
        }
        Timer::after_secs(2).await;
    }
}
