// Captures without bytes, some with destructors and some over-aligned.
//@ revisions: plain lines full optimized
//@ run-pass
//@[lines] compile-flags: -Cdebuginfo=1
//@[full] compile-flags: -Cdebuginfo=2
//@[optimized] compile-flags: -Cdebuginfo=2
//@[optimized] opt-levels: 3
//@ lowered: 2
//@ stdout:   loud
//@ stdout:   ready at poll 3
//@ stdout:   loud
//@ stdout:   ready at poll 2
//@ stdout: all, dropped after 0 polls
//@ stdout:   loud
//@ stdout: all, dropped after 1 polls
//@ stdout:   loud
//@ stdout: all, dropped after 2 polls
//@ stdout:   loud
//@ stdout: all, dropped after 3 polls
//@ stdout:   loud
//@ stdout:   ready
//@ stdout: beside, dropped after 0 polls
//@ stdout:   loud
//@ stdout: beside, dropped after 1 polls
//@ stdout:   loud
//@ stdout: beside, dropped after 2 polls
//@ stdout:   loud
//@ stdout:   ready
#[path = "../../run/common/mod.rs"]
mod common;

use common::{drive, drop_everywhere, pause};
use std::marker::PhantomData;

struct Loud;

impl Drop for Loud {
    fn drop(&mut self) {
        println!("  loud");
    }
}

#[derive(Clone, Copy)]
#[repr(align(32))]
struct Aligned;

async fn all(
    unit: (),
    loud: Loud,
    aligned: Aligned,
    none: [u64; 0],
    of: PhantomData<String>,
) -> usize {
    pause().await;
    drop(loud);
    let address = (&raw const aligned).addr();
    pause().await;
    let ((), PhantomData) = (unit, of);
    address % 32 + none.len()
}

async fn beside(before: u8, _loud: Loud, between: u64, _aligned: Aligned, after: u8) -> u64 {
    pause().await;
    u64::from(before) + between + u64::from(after)
}

fn main() {
    assert_eq!(drive(all((), Loud, Aligned, [], PhantomData)), 0);
    assert_eq!(drive(beside(1, Loud, 2, Aligned, 3)), 6);
    drop_everywhere("all", || all((), Loud, Aligned, [], PhantomData));
    drop_everywhere("beside", || beside(1, Loud, 2, Aligned, 3));
}
