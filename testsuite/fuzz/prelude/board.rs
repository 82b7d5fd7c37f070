//! Start, output, memory and panics on QEMU's mps2-an386 board, by semihosting.

use core::alloc::{GlobalAlloc, Layout};
use core::arch::{asm, global_asm};
use core::fmt::{self, Write};
use core::panic::PanicInfo;

use alloc::string::ToString;

use crate::without_address;

const SYS_OPEN: u32 = 0x01;
const SYS_WRITE: u32 = 0x05;
const SYS_EXIT: u32 = 0x18;
const APPLICATION_EXIT: u32 = 0x2_0026;
const INTERNAL_ERROR: u32 = 0x2_0024;

// QEMU zeroes the memory; only `.data` has to be filled.
global_asm!(
    ".section .vectors, \"a\"",
    ".global VECTORS",
    "VECTORS:",
    ".word stack_end",
    ".word reset",
    ".rept 14",
    ".word fault",
    ".endr",
    ".text",
    ".global reset",
    ".thumb_func",
    "reset:",
    "ldr r0, =data_start",
    "ldr r1, =data_end",
    "ldr r2, =data_source",
    "1: cmp r0, r1",
    "bhs 2f",
    "ldr r3, [r2], #4",
    "str r3, [r0], #4",
    "b 1b",
    "2: bl program_main",
    ".global fault",
    ".thumb_func",
    "fault: bl {stop}",
    stop = sym stop,
);

fn call(operation: u32, argument: u32) -> u32 {
    let result;
    // SAFETY: the operations used here read what their argument points to, and write nothing.
    unsafe {
        asm!("bkpt 0xab", inout("r0") operation => result, in("r1") argument, options(nostack));
    }
    result
}

fn call_with(operation: u32, arguments: [u32; 3]) -> u32 {
    call(operation, (&raw const arguments).addr() as u32)
}

/// Lines that are not written yet.
struct Out {
    bytes: [u8; 4096],
    len: usize,
    /// QEMU's standard output, once it is open.
    handle: Option<u32>,
}

static mut OUT: Out = Out { bytes: [0; 4096], len: 0, handle: None };

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
        const NAME: &[u8] = b":tt\0";
        const FOR_WRITING: u32 = 4;
        let open = || call_with(SYS_OPEN, [NAME.as_ptr().addr() as u32, FOR_WRITING, 3]);
        let handle = *self.handle.get_or_insert_with(open);
        let bytes = self.bytes.as_ptr().addr() as u32;
        call_with(SYS_WRITE, [handle, bytes, self.len as u32]);
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

extern "C" fn stop() -> ! {
    write(format_args!("fault"));
    flush();
    loop {
        call(SYS_EXIT, INTERNAL_ERROR);
    }
}

#[panic_handler]
fn panic(info: &PanicInfo<'_>) -> ! {
    let place = info.location().map_or((0, 0), |place| (place.line(), place.column()));
    let text = info.message().to_string();
    write(format_args!("panic at {}:{}: {}", place.0, place.1, without_address(&text)));
    stop()
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
    loop {
        call(SYS_EXIT, APPLICATION_EXIT);
    }
}
