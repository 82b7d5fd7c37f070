//! New firmware: page by page from the link into the flash memory.

use embedded_storage_async::nor_flash::{NorFlash, ReadNorFlash};

use crate::display::{EVENTS, Event};
use crate::flash::FLASH;
use crate::modem::PAGES;
use crate::packet::{Kind, Packet, crc32, crc32_continued};
use crate::uplink::UPLINK;

/// The size of a page.
pub const PAGE: usize = 512;
/// How many pages the firmware has.
pub const IMAGE: u8 = 7;

/// A part of the firmware, as it came.
pub struct Page {
    pub number: u8,
    pub bytes: [u8; PAGE],
    pub sum: u32,
}

/// Why a page is refused.
#[derive(Clone, Copy, Debug)]
pub enum Failure<E> {
    Damaged,
    OutOfImage,
    Flash(E),
    /// What was read is not what was written.
    Different,
}

impl<E> From<E> for Failure<E> {
    fn from(error: E) -> Self {
        Failure::Flash(error)
    }
}

fn verify<E>(page: &Page) -> Result<u32, Failure<E>> {
    if page.number >= IMAGE {
        return Err(Failure::OutOfImage);
    }
    if crc32(&page.bytes) != page.sum {
        return Err(Failure::Damaged);
    }
    Ok(u32::from(page.number) * PAGE as u32)
}

async fn store<F: NorFlash>(flash: &mut F, page: Page) -> Result<(), Failure<F::Error>> {
    let offset = verify(&page)?;
    flash.erase(offset, offset + PAGE as u32).await?;
    flash.write(offset, &page.bytes).await?;
    let mut written = [0; PAGE];
    flash.read(offset, &mut written).await?;
    if written != page.bytes {
        return Err(Failure::Different);
    }
    Ok(())
}

async fn checksum<F: ReadNorFlash>(flash: &mut F) -> Result<u32, F::Error> {
    let end = u32::from(IMAGE) * PAGE as u32;
    let mut part = [0; 128];
    let mut sum = 0;
    for offset in (0..end).step_by(part.len()) {
        flash.read(offset, &mut part).await?;
        sum = crc32_continued(sum, &part);
    }
    Ok(sum)
}

async fn installed() {
    let sum = checksum(&mut *FLASH.lock().await).await;
    let Ok(sum) = sum else { return };
    EVENTS.send(Event::Installed(sum)).await;
    // The image is checked again when the gateway starts it.
    let _ = UPLINK.lock().await.send(Packet::new(Kind::Installed, &sum.to_le_bytes())).await;
}

/// Stores what comes, and tells both the other side and the display.
#[embassy_executor::task]
pub async fn update() {
    loop {
        let page = PAGES.receive().await;
        let number = page.number;
        let result = store(&mut *FLASH.lock().await, page).await;
        let kind = match result {
            Ok(()) => {
                EVENTS.send(Event::PageStored(number)).await;
                Kind::PageStored
            }
            Err(failure) => {
                EVENTS.send(Event::PageRefused { number, failure }).await;
                Kind::PageRefused
            }
        };
        // The other side sends a page again when it hears nothing of it.
        let _ = UPLINK.lock().await.send(Packet::new(kind, &[number])).await;
        if kind == Kind::PageStored && number == IMAGE - 1 {
            installed().await;
        }
    }
}
