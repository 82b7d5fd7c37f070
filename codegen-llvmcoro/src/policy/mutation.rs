//! Wrong lowerings, made on purpose.
//!
//! `-llvmcoro-test-mutation=NAME` makes one of the mistakes that this plugin must not make, in the
//! place where it would be made. They show that the differential tests (`docs/fuzzing.md`) would
//! find it. A compilation with a mutation says so.

use rustc_session::Session;

use super::Options;

/// A mistake.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mutation {
    /// A value that is moved keeps its drop flag.
    LostDropFlag,
    /// The first two suspension points have each other's numbers in drop glue.
    SwappedSuspendIndices,
    /// A local's storage never ends in the frame model.
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

impl Mutation {
    /// Whether this mistake is to be made. An unknown name was refused at the start.
    pub fn is_on(self, sess: &Session) -> bool {
        let options = Options::of(sess);
        options.test_mutation.is_some_and(|name| NAMES.contains(&(&name, self)))
    }
}

/// Refuses the name of no mutation, and tells of one.
pub fn check_mutation(sess: &Session) {
    let Some(name) = Options::of(sess).test_mutation else { return };
    if !NAMES.iter().any(|(known, _)| *known == name) {
        let known: Vec<&str> = NAMES.iter().map(|(name, _)| *name).collect();
        sess.dcx()
            .fatal(format!("llvmcoro: there is no mutation `{name}`, only {}", known.join(", ")));
    }
    sess.dcx().note(format!("llvmcoro: coroutines are lowered wrongly: mutation `{name}`"));
}
