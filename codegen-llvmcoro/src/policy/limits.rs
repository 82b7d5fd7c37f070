//! How much of awaited coroutines is dissolved into their awaiters.

use rustc_session::Session;
use rustc_target::spec::Arch;

/// An awaiter takes nothing in that would give it more blocks than this.
pub const MAX_AWAITER_BLOCKS: usize = 8000;

/// How many blocks a lowered body may have to be dissolved into one awaiter at several places.
///
/// Each place gets a copy. On a microcontroller, where flash is counted too, only the smallest ones
/// are copied; frames hardly grow by that (`docs/decisions.md`).
pub fn max_repeated_blocks(sess: &Session) -> usize {
    match sess.target.arch {
        Arch::Arm => 50,
        _ => 800,
    }
}
