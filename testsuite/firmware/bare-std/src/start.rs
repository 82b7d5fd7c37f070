//! From the reset to `main` and back.

use crate::processor;

/// What `main` returns: nothing, in all programs.
#[lang = "termination"]
trait Termination {}

impl Termination for () {}

/// The processor's start-up code calls rustc's `main`, without arguments, and that calls this.
#[lang = "start"]
fn start<T: Termination + 'static>(
    main: fn() -> T,
    _arguments: isize,
    _values: *const *const u8,
    _sigpipe: u8,
) -> isize {
    crate::alloc::init();
    main();
    processor::succeed()
}
