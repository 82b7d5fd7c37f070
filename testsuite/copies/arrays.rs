//! Arrays that move into other arrays, tuples and structs.

use super::common::{Pause, drive, look, mix};

type Block = [u32; 8];

struct Ring {
    head: u8,
    blocks: [Block; 3],
}

async fn filled(seed: u32) -> Block {
    let block = [seed; 8];
    look(&block);
    Pause(1).await;
    block
}

async fn ring(seed: u32) -> Ring {
    let first = filled(seed).await;
    let second = filled(mix(&first)).await;
    look(&first);
    Pause(1).await;
    Ring { head: 1, blocks: [second, first, first] }
}

async fn rotated(seed: u32) -> u32 {
    let Ring { head, blocks: [a, b, c] } = ring(seed).await;
    look(&b);
    Pause(1).await;
    let ring = Ring { head: head + 1, blocks: [b, c, a] };
    look(&ring);
    Pause(1).await;
    let last = ring.blocks[usize::from(ring.head)];
    look(&last);
    Pause(1).await;
    mix(&last).wrapping_mul(3) ^ mix(&a)
}

async fn narrowed(input: [u8; 40]) -> u32 {
    let mut header = [0_u8; 20];
    header.copy_from_slice(&input[4..24]);
    Pause(1).await;
    look(&header);
    let pair = (header, 3_u16);
    Pause(1).await;
    let sum = u32::from(look(&pair).0[7]) + u32::from(pair.1);
    let both = [pair.0; 2];
    Pause(1).await;
    sum + u32::from(look(&both)[1][9]) + u32::from(input[0])
}

async fn shifted(seed: u32) -> u32 {
    let mut window: [Option<Block>; 2] = [None; 2];
    let mut sum = 0;
    for round in 0..4 {
        let block = filled(seed + round).await;
        window = [window[1], Some(block)];
        Pause(1).await;
        sum ^= look(&window)[0].map_or(1, |block| mix(&block));
    }
    sum
}

pub fn run() -> [u32; 3] {
    let seed = core::hint::black_box(3);
    [drive(rotated(seed)), drive(narrowed([seed as u8; 40])), drive(shifted(seed))]
}
