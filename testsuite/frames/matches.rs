//! Arms that are never alive together.
#![no_std]

mod common;

use core::hint::black_box;

use common::suspend;

async fn fill<const N: usize>(seed: u8) -> u8 {
    let mut bytes = [seed; N];
    black_box(&mut bytes);
    suspend().await;
    bytes[N / 2]
}

/// One large await in each arm.
pub async fn arms(which: u8) -> u8 {
    match which {
        0 => fill::<512>(1).await,
        1 => fill::<600>(2).await,
        2 => fill::<700>(3).await,
        _ => fill::<800>(4).await,
    }
}

/// A buffer of its own in each arm.
pub async fn buffers(which: bool) -> u8 {
    if which {
        let bytes = [1_u8; 512];
        suspend().await;
        bytes[1]
    } else {
        let bytes = [2_u16; 300];
        suspend().await;
        bytes[1] as u8
    }
}

pub enum Command {
    Read { address: u8, length: usize },
    Write([u8; 32]),
    Reset,
}

/// Bindings of an enum that is matched before the awaits.
pub async fn commands(command: Command) -> usize {
    match command {
        Command::Read { address, length } => {
            suspend().await;
            length + usize::from(address)
        }
        Command::Write(bytes) => {
            for byte in bytes {
                suspend().await;
                black_box(byte);
            }
            bytes.len()
        }
        Command::Reset => {
            suspend().await;
            0
        }
    }
}

/// Arms in a loop, with state around it.
pub async fn machine(mut steps: u32) -> u64 {
    let mut total = 0_u64;
    loop {
        total += match steps % 3 {
            0 => u64::from(fill::<64>(steps as u8).await),
            1 => {
                suspend().await;
                1
            }
            _ => u64::from(fill::<96>(total as u8).await),
        };
        steps -= 1;
        if steps == 0 {
            return total;
        }
    }
}

/// Something that must be dropped.
pub struct Page([u8; 256]);

impl Drop for Page {
    fn drop(&mut self) {
        black_box(&mut self.0);
    }
}

#[inline(never)]
fn page(which: u8) -> Result<Page, Page> {
    let page = Page([which; 256]);
    if which < 2 { Ok(page) } else { Err(page) }
}

#[inline(never)]
fn number(which: u8) -> Result<[u8; 256], Page> {
    Ok(page(which)?.0)
}

async fn first(page: Page) -> u8 {
    suspend().await;
    page.0[0]
}

/// What `?` leaves of its operand.
pub async fn question(which: u8) -> Result<u8, Page> {
    Ok(first(page(which)?).await)
}

/// The half of a result that an arm leaves, beside one that ignores the other half.
pub async fn ignored(which: u8) -> u8 {
    match page(which) {
        Ok(page) => first(page).await,
        Err(_) => 0,
    }
}

/// A scrutinee with nothing to drop in the arm that suspends.
pub async fn plain(which: u8) -> u8 {
    match number(which) {
        Ok(_) => {
            suspend().await;
            1
        }
        Err(_) => 0,
    }
}

/// A future out of an option.
pub async fn chosen(which: bool) -> u8 {
    let future = which.then(|| fill::<256>(5));
    match future {
        Some(future) => future.await,
        None => 0,
    }
}
