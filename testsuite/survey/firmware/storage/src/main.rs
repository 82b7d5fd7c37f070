//! A counter of starts in flash: sequential-storage on an nRF52840.
#![no_std]
#![no_main]

use embassy_embedded_hal::adapter::BlockingAsync;
use embassy_executor::Spawner;
use embassy_nrf::nvmc::Nvmc;
use embassy_time::Timer;
use panic_halt as _;
use sequential_storage::cache::Cache;
use sequential_storage::map::{MapConfig, MapStorage};

const STARTS: u8 = 1;
const HOURS: u8 = 2;

#[embassy_executor::main]
async fn main(_spawner: Spawner) {
    let board = embassy_nrf::init(Default::default());
    let flash = BlockingAsync::new(Nvmc::new(board.NVMC));
    let config = const { MapConfig::new(0xf_0000..0xf_4000) };
    let mut storage = MapStorage::<u8, _, _>::new(flash, config, Cache::new_uncached());
    let mut buffer = [0; 128];
    for key in [STARTS, HOURS].into_iter().chain(core::iter::repeat(HOURS)) {
        let count = storage.fetch_item::<u32>(&mut buffer, &key).await.ok().flatten();
        let _ = storage.store_item(&mut buffer, &key, &(count.unwrap_or(0) + 1)).await;
        Timer::after_secs(60 * 60).await;
    }
}
