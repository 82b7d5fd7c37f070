//! Lines and markers for the tools that compare two builds.

use core::arch::asm;
use core::mem::size_of_val;

use crate::hprintln;

/// Prints the line `size NAME BYTES`.
pub fn report_size<T>(name: &str, value: &T) {
    hprintln!("size {} {}", name, size_of_val(value));
}

/// Prints the line `region NAME`, which names the next region to be measured.
pub fn report_region(name: &str) {
    hprintln!("region {}", name);
}

/// Executing its first instruction starts a measured region.
#[unsafe(no_mangle)]
#[inline(never)]
pub extern "C" fn region_start() {
    // SAFETY: a comment is no instruction.  It keeps the call, and keeps this function distinct from
    // the other marker: identical ones would be merged into one address.
    unsafe { asm!("@ region start") }
}

/// Executing its first instruction ends the measured region, to which it does not count.
#[unsafe(no_mangle)]
#[inline(never)]
pub extern "C" fn region_stop() {
    // SAFETY: as above.
    unsafe { asm!("@ region stop") }
}
