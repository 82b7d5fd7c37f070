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
