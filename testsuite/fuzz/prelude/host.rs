//! Output and panics on the host.

use std::fmt;
use std::io::Write;
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook};

use crate::without_address;

static mut OUT: Vec<u8> = Vec::new();

pub fn write(line: fmt::Arguments<'_>) {
    // SAFETY: there is one thread, and formatting a value does not trace.
    let out = unsafe { &mut OUT };
    out.write_fmt(line).expect("a vector takes everything");
    out.push(b'\n');
}

/// Writes what has gathered: a crash must not take it along.
pub fn flush() {
    // SAFETY: as above.
    let out = unsafe { &mut OUT };
    std::io::stdout().write_all(out).expect("the output is open");
    out.clear();
}

pub fn panicking() -> bool {
    std::thread::panicking()
}

/// Whether a panic can be caught.
pub const UNWINDS: bool = cfg!(panic = "unwind");

/// Before each run: panics are part of the trace.
pub fn start() {
    set_hook(Box::new(|info| {
        let place = info.location().map_or((0, 0), |place| (place.line(), place.column()));
        let text = without_address(info.payload_as_str().unwrap_or("?"));
        write(format_args!("panic at {}:{}: {text}", place.0, place.1));
        if !info.can_unwind() {
            flush();
        }
    }));
}

/// `None` after a panic.
pub fn caught<T>(f: impl FnOnce() -> T) -> Option<T> {
    catch_unwind(AssertUnwindSafe(f)).ok()
}

/// The program's end.
pub fn exit() {
    write(format_args!("end"));
    flush();
}
