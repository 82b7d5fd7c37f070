//! DMA with bounce buffers: a driver starts a transfer, an interrupt ends it.

use core::cell::RefCell;

use embassy_sync::blocking_mutex::Mutex;
use embassy_sync::blocking_mutex::raw::CriticalSectionRawMutex;
use embassy_sync::signal::Signal;
use embassy_time::{Duration, TimeoutError, with_timeout};
use heapless::Vec;

/// The most that is transferred at once.
pub const CHUNK: usize = 64;

const LIMIT: Duration = Duration::from_millis(50);

struct Transfer {
    buffer: Vec<u8, CHUNK>,
    running: bool,
}

/// One stream.
pub struct Dma {
    transfer: Mutex<CriticalSectionRawMutex, RefCell<Transfer>>,
    done: Signal<CriticalSectionRawMutex, ()>,
}

impl Dma {
    /// Nothing runs.
    pub const fn new() -> Self {
        let transfer = Transfer { buffer: Vec::new(), running: false };
        Dma { transfer: Mutex::new(RefCell::new(transfer)), done: Signal::new() }
    }

    /// Sends at most a chunk; returns how many bytes.
    pub async fn write(&self, bytes: &[u8]) -> Result<usize, TimeoutError> {
        let count = bytes.len().min(CHUNK);
        self.done.reset();
        self.transfer.lock(|transfer| {
            let mut transfer = transfer.borrow_mut();
            transfer.buffer.clear();
            transfer.buffer.extend(bytes[..count].iter().copied());
            transfer.running = true;
        });
        let result = with_timeout(LIMIT, self.done.wait()).await;
        self.transfer.lock(|transfer| transfer.borrow_mut().running = false);
        result.map(|()| count)
    }

    /// Sends at most a chunk and replaces it by what comes back; returns how many bytes.
    pub async fn exchange(&self, bytes: &mut [u8]) -> Result<usize, TimeoutError> {
        let count = self.write(bytes).await?;
        self.transfer.lock(|transfer| {
            bytes[..count].copy_from_slice(&transfer.borrow().buffer[..count]);
        });
        Ok(count)
    }

    /// The device's part: it sees what was sent, puts its answer in place of it, and interrupts.
    pub fn serve(&self, device: impl FnOnce(&mut [u8])) {
        let served = self.transfer.lock(|transfer| {
            let mut transfer = transfer.borrow_mut();
            let running = core::mem::take(&mut transfer.running);
            if running {
                device(&mut transfer.buffer);
            }
            running
        });
        if served {
            self.done.signal(());
        }
    }
}
