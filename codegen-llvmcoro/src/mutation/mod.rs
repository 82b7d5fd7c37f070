//! Deliberately wrong lowerings.
//!
//! `-llvmcoro-test-mutation=NAME` makes one of the mistakes that this plugin must not make, to show
//! that the differential tests (`docs/fuzzing.md`) would find it. A compilation with a mutation
//! says so.
//!
//! The shipped plugin contains none of this: the feature `mutations` adds it to a second one. Each
//! mistake alters what one step of the plugin has finished: [`mir`] alters bodies, [`frame`] alters
//! frame models, frames and niches.

pub mod frame;
pub mod mir;

use rustc_session::Session;

/// A mistake.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mutation {
    /// A moved value keeps its drop flag.
    LostDropFlag,
    /// Drop glue swaps the numbers of the first two suspension points.
    SwappedSuspendIndices,
    /// No local's storage ends in the frame model.
    LostLifetimeEnd,
    /// Two locals share one place in the frame.
    OverlappedSlots,
    /// A panic leaves the state as it was.
    NoPoisoning,
    /// A resumed coroutine gets the argument of the previous resume.
    PreviousResumeArgument,
    /// The first capture of an unresumed coroutine is dropped twice.
    CaptureDroppedTwice,
    /// Drop glue skips the first destructor of the first suspension point.
    DestructorSkippedOnEarlyDrop,
    /// Locals are unaligned in the frame.
    WrongAlignment,
    /// A return leaves the state as it was.
    StaleTag,
    /// Raw pointers and enums go unchecked despite debug assertions.
    LostUbCheck,
    /// Enums around the future may use the number of the last state as a niche.
    StateInNiche,
    /// What a callee gets by its address is not its own.
    SharedArgument,
}

use Mutation::*;

/// The names on the command line.
const NAMES: [(&str, Mutation); 13] = [
    ("lost-drop-flag", LostDropFlag),
    ("swapped-suspend-indices", SwappedSuspendIndices),
    ("lost-lifetime-end", LostLifetimeEnd),
    ("overlapped-slots", OverlappedSlots),
    ("no-poisoning", NoPoisoning),
    ("previous-resume-argument", PreviousResumeArgument),
    ("capture-dropped-twice", CaptureDroppedTwice),
    ("destructor-skipped-on-early-drop", DestructorSkippedOnEarlyDrop),
    ("wrong-alignment", WrongAlignment),
    ("stale-tag", StaleTag),
    ("lost-ub-check", LostUbCheck),
    ("state-in-niche", StateInNiche),
    ("shared-argument", SharedArgument),
];

/// The mutation that the options name, if any.
pub fn name(sess: &Session) -> Option<&str> {
    let args = sess.opts.cg.llvm_args.iter().flat_map(|arg| arg.split_whitespace());
    args.filter_map(|arg| arg.trim_start_matches('-').strip_prefix("llvmcoro-test-mutation="))
        .last()
}

/// The mistake to make. [`check`] refuses unknown names at the start.
fn chosen(sess: &Session) -> Option<Mutation> {
    let name = name(sess)?;
    NAMES.iter().find(|(known, _)| *known == name).map(|(_, mutation)| *mutation)
}

/// Refuses unknown mutations and announces known ones.
pub fn check(sess: &Session) {
    let Some(name) = name(sess) else { return };
    if chosen(sess).is_none() {
        let known = NAMES.map(|(name, _)| name).join(", ");
        sess.dcx().fatal(format!("llvmcoro: there is no mutation `{name}`, only {known}"));
    }
    sess.dcx().note(format!("llvmcoro: coroutines are lowered wrongly: mutation `{name}`"));
}
