//! Programs of published crates by stock rustc and by the plugin: see `docs/survey.md`.
//!
//! `cargo llvmcoro compare` builds and measures them; this package says what they are, makes copies
//! of what the registry has, and turns the numbers into tables.

pub mod build;
pub mod cargo_times;
pub mod figures;
pub mod parts;
pub mod picture;
pub mod requests;
pub mod sources;
pub mod tables;
