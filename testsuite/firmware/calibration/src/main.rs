//! Regions whose numbers of instructions are known, to check the instruction counter: each region
//! executes a loop, and two regions of one kind differ by whole rounds of it.
#![no_std]
#![no_main]

use core::arch::asm;

use board::{hprintln, region_start, region_stop, report_region};
use cortex_m_rt::entry;

/// The current value of SysTick's counter: a device, which QEMU reads in a way of its own.
const DEVICE: *const u32 = 0xe000_e018 as *const u32;

/// Two instructions in each round.
#[inline(never)]
fn count_down(rounds: u32) {
    // SAFETY: the loop changes nothing but its own register and the flags.
    unsafe { asm!("2:", "subs {0}, {0}, #1", "bne 2b", inout(reg) rounds => _) }
}

/// Five instructions in each round, of which one is skipped by its condition.
#[inline(never)]
fn skip(rounds: u32) {
    // SAFETY: the loop changes nothing but its own register and the flags.
    unsafe {
        asm!(
            "2:",
            "cmp {0}, #0",
            "it eq",
            "moveq {0}, #1",
            "subs {0}, {0}, #1",
            "bne 2b",
            inout(reg) rounds => _,
        )
    }
}

/// Three instructions in each round, of which one reads a device.
#[inline(never)]
fn read_device(rounds: u32) {
    // SAFETY: the register may be read at any time; the loop changes its own registers and the flags.
    unsafe {
        asm!(
            "2:",
            "ldr {1}, [{2}]",
            "subs {0}, {0}, #1",
            "bne 2b",
            inout(reg) rounds => _,
            out(reg) _,
            in(reg) DEVICE,
        )
    }
}

fn measure(name: &str, work: fn(u32)) {
    for rounds in [1, 11, 1011] {
        report_region(name);
        region_start();
        work(rounds);
        region_stop();
    }
}

unsafe extern "C" {
    /// The stack's end, where it starts.
    static _stack_start: u8;
}

/// Writes far below everything else on the stack; returns how deep that is.
#[inline(never)]
fn reach_down() -> usize {
    let lowest: usize;
    // SAFETY: nothing uses what is below the stack pointer, as no interrupt is enabled.
    unsafe {
        asm!("mov {0}, sp", "sub {0}, {0}, #8192", "str {0}, [{0}]", out(reg) lowest);
    }
    (&raw const _stack_start).addr() - lowest
}

#[entry]
fn main() -> ! {
    measure("count down", count_down);
    measure("skip", skip);
    measure("read device", read_device);
    hprintln!("stack {}", reach_down());
    board::succeed()
}
