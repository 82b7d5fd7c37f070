//! Limits.

/// The most values that the tag of a coroutine may have. An await that would give its awaiter more
/// is not composed.
pub const MAX_TAG_VALUES: u32 = 4096;

/// How often one coroutine awaits another one, of several states, before that keeps its own tag.
///
/// Each await takes as many values of the awaiter's tag as the awaited coroutine has states, and
/// code that tells them apart. A tag takes a byte once.
pub const REPEATED_AWAITS: usize = 4;
