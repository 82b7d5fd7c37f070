//! Typed indices.

use std::fmt;

use serde::{Deserialize, Serialize};

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(
            Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
        )]
        #[serde(transparent)]
        pub struct $name(pub u32);

        impl $name {
            /// The number as an index.
            pub fn index(self) -> usize {
                self.0 as usize
            }
        }

        impl From<usize> for $name {
            /// # Panics
            /// If the number takes more than 32 bits.
            fn from(index: usize) -> $name {
                $name(index.try_into().expect("there are fewer than 2^32 of them"))
            }
        }

        impl From<$name> for usize {
            fn from(id: $name) -> usize {
                id.index()
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    };
}

id! {
    /// A slot of a frame model or of a record.
    SlotId
}
id! {
    /// A basic block of a frame model.
    BlockId
}
id! {
    /// A local of the lowered MIR body.
    LocalId
}
id! {
    /// A capture of the coroutine, in declaration order.
    CaptureId
}
id! {
    /// A state: rustc's discriminant and LLVM's suspend index. 0 is unresumed, 1 returned, 2
    /// panicked; suspension points have higher numbers.
    StateId
}
