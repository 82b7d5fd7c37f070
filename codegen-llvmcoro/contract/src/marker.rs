//! Markers: how a suspension point travels from MIR to LLVM IR.
//!
//! A marker is an inline assembly terminator: the one MIR construct that survives crate metadata,
//! generic instantiation and code generation untouched, operands included. [`Marker::template`]
//! writes its template; the LLVM layer recognises it with [`Marker::parse`] and replaces the call
//! with intrinsics.
//!
//! The template is an `.error` directive. If a compiler without this plugin ever generates code
//! from such a body, the assembler stops with the text; otherwise the program would silently do
//! nothing. Crate metadata has the text of every marker, so only the first one of a body says what
//! it is.

use crate::ids::{LocalId, StateId};

/// Operand 0 of every [`Marker::Begin`] is the coroutine's address; the slots follow in the order
/// of [`Marker::Begin::locals`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Marker {
    /// The start of a coroutine function. Its result (`u32`) selects the initial suspension point;
    /// nothing ever makes that choice at run time.
    Begin {
        /// Which function the coroutine becomes.
        flavour: Flavour,
        /// Whether the tag's unused values are a niche of the coroutine's type.
        niche: bool,
        /// Whether the coroutine's source has no `unsafe` code.
        safe: bool,
        /// MIR locals that may live in the frame.
        locals: Vec<LocalId>,
        /// Those of them that hold awaited futures which nobody but the await uses.
        awaitees: Vec<LocalId>,
    },
    /// A suspension point. Its result (`u32`) is 0 when the coroutine is resumed, 1 when it is
    /// dropped, and anything else when the function returns to its caller after suspending.
    Suspend {
        /// The state while suspended.
        state: StateId,
    },
    /// Precedes the call that polls an awaited future. Its operand is the address of the future. If
    /// that is a lowered coroutine, its frame may be part of this one's.
    Await {
        /// The local that holds the future.
        awaitee: LocalId,
        /// The state while the future is pending.
        state: StateId,
    },
    /// Precedes the call that polls an awaited future which is no coroutine, has nothing to drop, and is
    /// used by nobody but the await.
    Leaf {
        /// The local that holds the future.
        awaitee: LocalId,
        /// The state while the future is pending.
        state: StateId,
    },
    /// The coroutine enters a state without suspending in it: it has returned or unwinds.
    Enter {
        /// The state.
        state: StateId,
    },
    /// The end of a drop. Drop glue returns here; in `poll` nothing but a dropped coroutine reaches
    /// it.
    Dropped,
}

/// The function that a lowered body becomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flavour {
    /// The resume function, such as `Future::poll`.
    Resume,
    /// The destroy function: `drop_in_place`.
    Destroy,
}

/// The results of a suspension point.
pub mod status {
    /// The coroutine is resumed.
    pub const RESUME: u8 = 0;
    /// The coroutine is dropped.
    pub const DESTROY: u8 = 1;
}

const NO_NICHE: &str = " no-niche";
const UNSAFE: &str = " unsafe";
const AWAITEES: &str = " awaitees";
const PREFIX: &str = ".error \"llvmcoro ";
const SUFFIX: char = '"';
const EXPLANATION: &str = ": code for rustc_codegen_llvmcoro";

impl Marker {
    /// The assembly template.
    pub fn template(&self) -> String {
        let body = match self {
            Marker::Begin { flavour, niche, safe, locals, awaitees } => {
                let mut text = match flavour {
                    Flavour::Resume => "begin resume".to_owned(),
                    Flavour::Destroy => "begin destroy".to_owned(),
                };
                if !niche {
                    text.push_str(NO_NICHE);
                }
                if !safe {
                    text.push_str(UNSAFE);
                }
                for local in locals {
                    text.push_str(&format!(" {local}"));
                }
                if !awaitees.is_empty() {
                    text.push_str(AWAITEES);
                }
                for local in awaitees {
                    text.push_str(&format!(" {local}"));
                }
                text.push_str(EXPLANATION);
                text
            }
            Marker::Suspend { state } => format!("suspend {state}"),
            Marker::Await { awaitee, state } => format!("await {awaitee} {state}"),
            Marker::Leaf { awaitee, state } => format!("leaf {awaitee} {state}"),
            Marker::Enter { state } => format!("enter {state}"),
            Marker::Dropped => "dropped".to_owned(),
        };
        format!("{PREFIX}{body}{SUFFIX}")
    }

    /// The inverse of [`template`](Self::template); `None` for all other assembly.
    ///
    /// `asm` may contain lines that rustc put around the template.
    pub fn parse(asm: &str) -> Option<Marker> {
        let body = asm.split_once(PREFIX)?.1.split_once(SUFFIX)?.0;
        let (kind, operands) = body.split_once(' ').unwrap_or((body, ""));
        if kind == "begin" {
            return Self::parse_begin(operands.strip_suffix(EXPLANATION)?);
        }
        let mut words = operands.split(' ');
        match kind {
            "suspend" => Some(Marker::Suspend { state: StateId(words.next()?.parse().ok()?) }),
            "await" => Some(Marker::Await {
                awaitee: LocalId(words.next()?.parse().ok()?),
                state: StateId(words.next()?.parse().ok()?),
            }),
            "leaf" => Some(Marker::Leaf {
                awaitee: LocalId(words.next()?.parse().ok()?),
                state: StateId(words.next()?.parse().ok()?),
            }),
            "enter" => Some(Marker::Enter { state: StateId(words.next()?.parse().ok()?) }),
            "dropped" => Some(Marker::Dropped),
            _ => None,
        }
    }

    fn parse_begin(operands: &str) -> Option<Marker> {
        let mut words = operands.split(' ').peekable();
        let flavour = match words.next()? {
            "resume" => Flavour::Resume,
            "destroy" => Flavour::Destroy,
            _ => return None,
        };
        let niche = words.next_if_eq(&NO_NICHE.trim_start()).is_none();
        let safe = words.next_if_eq(&UNSAFE.trim_start()).is_none();
        let local = |word: &str| word.parse().ok().map(LocalId);
        let mut locals = vec![];
        while let Some(word) = words.next_if(|word| *word != AWAITEES.trim_start()) {
            locals.push(local(word)?);
        }
        let awaitees = words.skip(1).map(local).collect::<Option<_>>()?;
        Some(Marker::Begin { flavour, niche, safe, locals, awaitees })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn markers() -> Vec<Marker> {
        let ids = |ids: &[u32]| ids.iter().map(|id| LocalId(*id)).collect();
        let begin = |flavour, niche, safe, locals, awaitees| Marker::Begin {
            flavour,
            niche,
            safe,
            locals: ids(locals),
            awaitees: ids(awaitees),
        };
        vec![
            begin(Flavour::Resume, true, true, &[], &[]),
            begin(Flavour::Destroy, true, false, &[3], &[3]),
            begin(Flavour::Resume, false, false, &[3, 17, 4096], &[17]),
            Marker::Suspend { state: StateId(0) },
            Marker::Suspend { state: StateId(u32::MAX) },
            Marker::Await { awaitee: LocalId(7), state: StateId(3) },
            Marker::Leaf { awaitee: LocalId(7), state: StateId(3) },
            Marker::Enter { state: StateId(1) },
            Marker::Dropped,
        ]
    }

    #[test]
    fn a_template_parses_to_its_marker() {
        for marker in markers() {
            let template = marker.template();
            assert_eq!(Marker::parse(&template), Some(marker.clone()));
            let framed = format!("// before\n{template}\n// after");
            assert_eq!(Marker::parse(&framed), Some(marker), "rustc may put lines around it");
        }
    }

    #[test]
    fn a_template_is_one_line_that_no_assembler_takes() {
        for marker in markers() {
            let template = marker.template();
            assert!(template.starts_with(".error \"") && template.ends_with('"'), "{template}");
            assert_eq!(template.lines().count(), 1);
            assert!(!template.contains(['{', '}', '$', '%']), "nothing that a template expands");
        }
    }

    #[test]
    fn other_assembly_is_no_marker() {
        let [begin, suspend] = [&markers()[2], &markers()[3]].map(Marker::template);
        for text in [
            "nop".to_owned(),
            String::new(),
            begin.replace("resume", "poll"),
            begin.replace("4096", "x"),
            suspend.replace("suspend 0", "suspend"),
            suspend.replace("suspend", "yield"),
            suspend.trim_end_matches('"').to_owned(),
            begin.replace(EXPLANATION, ""),
        ] {
            assert_eq!(Marker::parse(&text), None, "{text}");
        }
    }
}
