//! Wrong lowerings, made on purpose.
//!
//! `-llvmcoro-test-mutation=NAME` makes one of the mistakes that this plugin must not make. They
//! show that the differential tests (`docs/fuzzing.md`) would find it. A compilation with a mutation
//! says so.
//!
//! The shipped plugin has none of this: the feature `mutations` adds it to a second one. Each
//! mistake is a change to what a step of the plugin has finished: [`mir`] changes bodies, [`frame`]
//! frame models, frames and niches.

pub mod frame;
pub mod mir;

use rustc_session::Session;

/// A mistake.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mutation {
    /// A value that is moved keeps its drop flag.
    LostDropFlag,
    /// The first two suspension points have each other's numbers in drop glue.
    SwappedSuspendIndices,
    /// No local's storage ends in the frame model.
    LostLifetimeEnd,
    /// Two locals lie at one place of the frame.
    OverlappedSlots,
    /// A panic leaves the state as it was.
    NoPoisoning,
    /// A resumed coroutine gets the argument of the resume before.
    PreviousResumeArgument,
    /// The first capture of an unresumed coroutine is dropped twice.
    CaptureDroppedTwice,
    /// Drop glue leaves out the first destructor of the first suspension point.
    DestructorSkippedOnEarlyDrop,
    /// Locals have no alignment in the frame.
    WrongAlignment,
    /// A return leaves the state as it was.
    StaleTag,
    /// Raw pointers and enums are not checked, with debug assertions.
    LostUbCheck,
    /// The number of the last state is a value that enums around the future may use.
    StateInNiche,
}

use Mutation::*;

/// The names on the command line.
const NAMES: [(&str, Mutation); 12] = [
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
];

/// The name that the options give, if any.
pub fn name(sess: &Session) -> Option<&str> {
    let args = sess.opts.cg.llvm_args.iter().flat_map(|arg| arg.split_whitespace());
    args.filter_map(|arg| arg.trim_start_matches('-').strip_prefix("llvmcoro-test-mutation="))
        .last()
}

/// The mistake to make. An unknown name was refused at the start.
fn chosen(sess: &Session) -> Option<Mutation> {
    let name = name(sess)?;
    NAMES.iter().find(|(known, _)| *known == name).map(|(_, mutation)| *mutation)
}

/// Refuses the name of no mutation, and tells of one.
pub fn check(sess: &Session) {
    let Some(name) = name(sess) else { return };
    if chosen(sess).is_none() {
        let known = NAMES.map(|(name, _)| name).join(", ");
        sess.dcx().fatal(format!("llvmcoro: there is no mutation `{name}`, only {known}"));
    }
    sess.dcx().note(format!("llvmcoro: coroutines are lowered wrongly: mutation `{name}`"));
}
