//! How much of awaited coroutines may be dissolved into their awaiters.

use rustc_session::Session;
use rustc_target::spec::Os;

/// An await that would give its awaiter more blocks than this is not dissolved.
pub const MAX_AWAITER_BLOCKS: usize = 8000;

/// The largest lowered body, in blocks, that may be dissolved at several places of one awaiter.
///
/// Each place gets a copy. Microcontrollers are short of flash too, so only the smallest bodies are
/// copied there; that hardly makes frames larger (`docs/decisions.md`).
pub fn max_repeated_blocks(sess: &Session) -> usize {
    if sess.target.os == Os::None { 50 } else { 800 }
}
