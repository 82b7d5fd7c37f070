//! Output, memory and panics where there is no system.

use core::alloc::{GlobalAlloc, Layout};
use core::fmt::{self, Write};
use core::panic::PanicInfo;

use alloc::string::ToString;

use crate::without_address;

#[cfg_attr(target_arch = "arm", path = "thumbv7em.rs")]
#[cfg_attr(target_arch = "riscv32", path = "riscv32.rs")]
#[cfg_attr(target_arch = "wasm32", path = "wasm32.rs")]
mod machine;

/// Lines that are not written yet.
struct Out {
    bytes: [u8; 4096],
    len: usize,
}

static mut OUT: Out = Out { bytes: [0; 4096], len: 0 };

impl Write for Out {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        for byte in text.bytes() {
            if self.len == self.bytes.len() {
                self.flush();
            }
            self.bytes[self.len] = byte;
            self.len += 1;
        }
        Ok(())
    }
}

impl Out {
    fn flush(&mut self) {
        machine::write(&self.bytes[..self.len]);
        self.len = 0;
    }
}

pub fn write(line: fmt::Arguments<'_>) {
    // SAFETY: there is one thread, and formatting a value does not trace.
    let out = unsafe { &mut *(&raw mut OUT) };
    let _ = writeln!(out, "{line}");
}

/// Writes what has gathered.
pub fn flush() {
    // SAFETY: as above.
    unsafe { &mut *(&raw mut OUT) }.flush();
}

fn fault() -> ! {
    write(format_args!("fault"));
    flush();
    machine::exit(false)
}

#[panic_handler]
fn panic(info: &PanicInfo<'_>) -> ! {
    let place = info.location().map_or((0, 0), |place| (place.line(), place.column()));
    let text = info.message().to_string();
    write(format_args!("panic at {}:{}: {}", place.0, place.1, without_address(&text)));
    fault()
}

pub fn panicking() -> bool {
    false
}

/// A panic is the end here.
pub const UNWINDS: bool = false;

const HEAP: usize = 2 << 20;

#[repr(align(64))]
struct Heap([u8; HEAP]);

static mut MEMORY: Heap = Heap([0; HEAP]);
static mut USED: usize = 0;

/// Gives out memory once; each run starts anew.
struct Bump;

// SAFETY: there is one thread, and no byte is given out twice before `start`.
unsafe impl GlobalAlloc for Bump {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // SAFETY: there is one thread.
        let used = unsafe { USED.next_multiple_of(layout.align()) };
        if layout.align() > 64 || used + layout.size() > HEAP {
            return core::ptr::null_mut();
        }
        // SAFETY: as above, and the result lies in the memory.
        unsafe {
            USED = used + layout.size();
            (&raw mut MEMORY).cast::<u8>().add(used)
        }
    }

    unsafe fn dealloc(&self, start: *mut u8, layout: Layout) {
        // What is used after its end shall not look well.
        // SAFETY: the memory is the caller's to give back.
        unsafe { start.write_bytes(0xd7, layout.size()) }
    }
}

#[global_allocator]
static ALLOCATOR: Bump = Bump;

/// Before each run: nothing that the heap held is in use.
pub fn start() {
    // SAFETY: there is one thread.
    unsafe { USED = 0 }
}

/// Panics are not caught here.
pub fn caught<T>(f: impl FnOnce() -> T) -> Option<T> {
    Some(f())
}

/// The program's end.
pub fn exit() {
    write(format_args!("end"));
    flush();
    machine::exit(true)
}
