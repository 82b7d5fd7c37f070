//! Crates from the registry, unmodified, in graphs that the plugin compiles as a whole: see
//! `docs/real-crates.md`.
//!
//! The workspace `programs/` drives them; its lock file says which versions. Their own tests are run
//! on copies below the build folder, with the lock file in `published/`.

pub mod build;
pub mod programs;
pub mod published;
pub mod table;
