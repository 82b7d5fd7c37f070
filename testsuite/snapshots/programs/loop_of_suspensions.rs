// A local that dies and lives again around a suspension in a loop.
// lowered: 1
// begins: 2

#![no_std]

mod common;

use common::suspend;

async fn subject(n: u32) -> u32 {
    let mut sum = 0_u32;
    let mut turn = 0;
    while turn < n {
        let mut word = [turn; 2];
        core::hint::black_box(&mut word);
        suspend().await;
        sum ^= word[1];
        turn += 1;
    }
    sum
}

pub fn drive(context: &mut core::task::Context<'_>, n: u32) -> bool {
    common::poll(subject(n), context).is_ready()
}
