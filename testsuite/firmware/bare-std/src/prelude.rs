//! What every program sees.

/// The prelude of the edition that the programs are written in.
pub mod rust_2024 {
    pub use alloc_crate::borrow::ToOwned;
    pub use alloc_crate::boxed::Box;
    pub use alloc_crate::string::{String, ToString};
    pub use alloc_crate::vec::Vec;
    pub use core::prelude::rust_2024::*;

    pub use crate::float::Float as _;
    pub use crate::{eprintln, format, println, thread_local};
    pub use macros::vec;

    /// The macro `vec` without the module of that name.
    mod macros {
        #[expect(hidden_glob_reexports, reason = "that is its purpose")]
        mod vec {}
        pub use alloc_crate::*;
    }
}
