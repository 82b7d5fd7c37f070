//! From the board's reset to `main` and back.

use cortex_m_rt::STACK_PAINT_VALUE;

/// What `main` returns: nothing, in all programs.
#[lang = "termination"]
trait Termination {}

impl Termination for () {}

unsafe extern "C" {
    static _stack_end: u32;
    static _stack_start: u32;
}

/// cortex-m-rt calls rustc's `main`, without arguments, and that calls this.
#[lang = "start"]
fn start<T: Termination + 'static>(
    main: fn() -> T,
    _arguments: isize,
    _values: *const *const u8,
    _sigpipe: u8,
) -> isize {
    crate::alloc::init();
    main();
    crate::println!("stack {}", deepest());
    board::succeed()
}

/// How many bytes of the stack have been written since the reset.
fn deepest() -> usize {
    let (end, start) = (&raw const _stack_end, &raw const _stack_start);
    let mut word = end;
    // SAFETY: the words lie between the stack's ends, and whatever is in them is a number.
    while word < start && unsafe { word.read_volatile() } == STACK_PAINT_VALUE {
        word = word.wrapping_add(1);
    }
    start.addr() - word.addr()
}
