//! What the random programs share: values that tell of their ends, leaf futures, combinators by
//! hand, and the drivers. There is no coroutine here.
//!
//! Everything is deterministic: `flip` and the fuse depend on how often they were asked in this run.

#![allow(static_mut_refs)]
#![cfg_attr(not(target_os = "linux"), no_std)]
#![feature(async_iterator, coroutine_trait, panic_can_unwind)]

extern crate alloc;

/// Makes `main` the program's entry where nobody else does.
#[macro_export]
macro_rules! entry {
    ($main:path) => {
        #[cfg(not(target_os = "linux"))]
        #[unsafe(export_name = "main")]
        extern "C" fn entry() {
            $main();
        }
    };
}

#[cfg(not(target_os = "linux"))]
#[path = "board.rs"]
mod system;
#[cfg(target_os = "linux")]
#[path = "host.rs"]
mod system;

mod drive;
mod futures;
mod misuse;
mod values;

pub use alloc::boxed::Box;
pub use alloc::string::String;
pub use alloc::vec::Vec;
pub use core::fmt::Debug;
pub use core::future::{Future, poll_fn};
pub use core::ops::{Coroutine, CoroutineState};
pub use core::pin::{Pin, pin};
pub use core::task::Poll;

pub use drive::{drive, drive_async_iter, drive_coroutine, drive_iter, exit_by};
pub use futures::*;
pub use misuse::*;
pub use system::exit;
pub use values::*;

use core::fmt;

/// State of one run. The programs have one thread.
struct Run {
    variant: u32,
    flips: u32,
    /// Calls of `fuse` until one panics; 0: none does.
    fuse: u32,
    burnt: u32,
}

static mut RUN: Run = Run { variant: 0, flips: 0, fuse: 0, burnt: 0 };

fn run() -> &'static mut Run {
    // SAFETY: there is one thread, and nobody keeps the reference.
    unsafe { &mut RUN }
}

/// A line of the trace.
pub(crate) fn trace(line: fmt::Arguments<'_>) {
    system::write(line);
}

/// Shows which program runs, where there are several.
pub fn program(seed: u64) {
    trace(format_args!("program {seed}"));
}

/// Shows that control came here.
#[inline(never)]
pub fn mark(id: u32) {
    trace(format_args!("at {id}"));
}

/// Shows a value.
#[inline(never)]
pub fn show<T: Debug + ?Sized>(id: u32, value: &T) {
    trace(format_args!("{id}: {value:?}"));
}

/// A truth value that no compiler can foresee.
#[inline(never)]
pub fn flip(id: u32) -> bool {
    let run = run();
    run.flips += 1;
    let mut hash = (id ^ run.variant.wrapping_mul(0x9e37_79b9)).wrapping_add(run.flips * 77);
    hash = (hash ^ (hash >> 15)).wrapping_mul(0x2c1b_3c6d);
    hash = (hash ^ (hash >> 12)).wrapping_mul(0x297a_2d39);
    (hash >> 16) & 1 == 1
}

/// A place where a run may panic.
#[inline(never)]
pub fn fuse(id: u32) {
    let run = run();
    run.burnt += 1;
    if run.burnt == run.fuse {
        trace(format_args!("fuse {id} blows"));
        panic!("fuse {id}");
    }
}

/// 0, or 1 in the place of a panic: then the caller's own check is to fail.
#[inline(never)]
pub fn slip(id: u32) -> u32 {
    let run = run();
    run.burnt += 1;
    if run.burnt != run.fuse {
        return 0;
    }
    trace(format_args!("fuse {id} slips"));
    1
}

/// The same in a destructor: a second panic would end the process.
pub(crate) fn fuse_in_drop(id: u32) {
    if !system::panicking() {
        fuse(id);
    }
}

/// A panic's message up to an address, which is not the same in two programs.
fn without_address(text: &str) -> &str {
    text.split(" but is 0x").next().unwrap_or(text)
}

/// Ends a value.
#[inline(never)]
pub fn consume<T: Debug>(id: u32, value: T) {
    trace(format_args!("consume {id}: {value:?}"));
}

/// Gives back what it got.
#[inline(never)]
pub fn same<T>(value: T) -> T {
    value
}

/// Changes what it got, where its caller put it.
#[inline(never)]
pub fn spend<T: Look + Poke>(mut value: T, by: u32) -> u32 {
    core::hint::black_box(&mut value).poke(by);
    core::hint::black_box(&value).look()
}

/// Looks at the first after the second has been computed.
#[inline(never)]
pub fn both<A: Look + ?Sized>(first: &A, second: u32) -> u32 {
    first.look().wrapping_mul(31).wrapping_add(second)
}
