//! Markers: how a suspension point travels from MIR to LLVM IR.
//!
//! A marker is an inline-assembly terminator, because that is the one MIR construct that survives
//! crate metadata, generic instantiation and code generation untouched, with operands. Its
//! template is the line that [`Marker::template`] makes; the LLVM layer finds it with
//! [`Marker::parse`] and replaces the call by intrinsics.
//!
//! The template is an `.error` directive: if a compiler without this plugin ever generates code
//! from such a body, the assembler stops with the text, instead of a program that does nothing.

/// Operand 0 of every [`Marker::Begin`] is the coroutine's address; slot operands follow in the
/// order of [`Marker::Begin::locals`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Marker {
    /// The start of a coroutine function. Its result (`u32`) chooses which of the initial
    /// suspension points is reached; that choice is never taken at run time.
    Begin {
        /// Which function the coroutine becomes.
        flavour: Flavour,
        /// Whether the values that the tag never has are a niche of the coroutine's type.
        niche: bool,
        /// MIR locals that may live in the frame.
        locals: Vec<u32>,
    },
    /// A suspension point. Its result (`u32`) is 0 when the coroutine is resumed, 1 when it is
    /// dropped, anything else when the function returns to its caller after suspending.
    Suspend {
        /// rustc's discriminant of the suspended state, and LLVM's suspend index.
        index: u32,
    },
    /// The end of a cancelled run in `poll`, where only a dropped coroutine comes by; drop glue
    /// returns here.
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

/// The status values that a suspension point yields.
pub mod status {
    /// The coroutine goes on.
    pub const RESUME: u8 = 0;
    /// The coroutine is dropped where it stands.
    pub const DESTROY: u8 = 1;
}

const NO_NICHE: &str = " no-niche";
const PREFIX: &str = ".error \"llvmcoro ";
const SUFFIX: &str = ": this code comes from a coroutine that rustc_codegen_llvmcoro lowered, \
                      and only that backend can generate it\"";

impl Marker {
    /// The assembly template.
    pub fn template(&self) -> String {
        let body = match self {
            Marker::Begin { flavour, niche, locals } => {
                let mut text = match flavour {
                    Flavour::Resume => "begin resume".to_owned(),
                    Flavour::Destroy => "begin destroy".to_owned(),
                };
                if !niche {
                    text.push_str(NO_NICHE);
                }
                for local in locals {
                    text.push_str(&format!(" {local}"));
                }
                text
            }
            Marker::Suspend { index } => format!("suspend {index}"),
            Marker::Dropped => "dropped".to_owned(),
        };
        format!("{PREFIX}{body}{SUFFIX}")
    }

    /// The inverse of [`template`](Self::template); `None` for any other assembly.
    ///
    /// `asm` may hold lines that rustc put around the template.
    pub fn parse(asm: &str) -> Option<Marker> {
        let body = asm.split_once(PREFIX)?.1.split_once(SUFFIX)?.0;
        let mut words = body.split(' ').peekable();
        match words.next()? {
            "begin" => {
                let flavour = match words.next()? {
                    "resume" => Flavour::Resume,
                    "destroy" => Flavour::Destroy,
                    _ => return None,
                };
                let niche = words.next_if_eq(&NO_NICHE.trim_start()).is_none();
                let locals = words.map(|word| word.parse().ok()).collect::<Option<_>>()?;
                Some(Marker::Begin { flavour, niche, locals })
            }
            "suspend" => Some(Marker::Suspend { index: words.next()?.parse().ok()? }),
            "dropped" => Some(Marker::Dropped),
            _ => None,
        }
    }
}
