//! The stack that functions of a linked program take, with all that they call.
//!
//! How much one function takes, the compiler says (`-Zemit-stack-sizes`); who calls whom, the code does.
//! What is called through a pointer is not known, nor is the frame of a function that was compiled
//! without that option, such as those of an installed `core`: then the sum is a lower bound, and says so.

mod program;
mod thumb;

use std::collections::BTreeSet;

pub use program::Program;

/// The stack of a function and all that it calls.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stack {
    /// The known bytes of the deepest chain of calls.
    pub bytes: u64,
    /// Functions that call through pointers: what that takes is not in it.
    pub indirect: BTreeSet<String>,
    /// Functions of unknown size, which count as nothing.
    pub unknown: BTreeSet<String>,
    /// Functions that call themselves, over whatever others: once each is in it.
    pub recursive: BTreeSet<String>,
}

impl Stack {
    /// Whether the bytes are the stack that it takes, and not only a lower bound.
    pub fn is_exact(&self) -> bool {
        self.indirect.is_empty() && self.unknown.is_empty() && self.recursive.is_empty()
    }

    /// Why it may take more; nothing if it may not. A few functions are named.
    pub fn gaps(&self) -> String {
        let gap = |of: &BTreeSet<String>, one: &str, more: &str| {
            let names = of.iter().map(String::as_str).collect::<Vec<_>>().join(", ");
            match of.len() {
                0 => None,
                1 => Some(format!("1 {one} ({names})")),
                count @ 2..=3 => Some(format!("{count} {more} ({names})")),
                count => Some(format!("{count} {more}")),
            }
        };
        let gaps = [
            gap(&self.indirect, "caller through pointers", "callers through pointers"),
            gap(&self.unknown, "function of unknown size", "functions of unknown size"),
            gap(&self.recursive, "recursive function", "recursive functions"),
        ];
        gaps.into_iter().flatten().collect::<Vec<_>>().join(", ")
    }
}
