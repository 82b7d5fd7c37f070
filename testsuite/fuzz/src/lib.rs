//! Compares random async programs, compiled by stock rustc and by the plugin.
//!
//! [`generate`] makes a program from a seed, and [`flags`] chooses its compiler flags; [`check`]
//! compares its [`build`]s, [`reduce`] makes a program smaller, and [`campaign`] does all of this
//! for many seeds. [`mutation`] tests that mistakes are found. `prelude/` contains what every
//! program uses. [`own_frames`] makes frames for a pass in LLVM that
//! takes them apart.

pub mod build;
pub mod campaign;
pub mod case;
pub mod check;
pub mod compiler;
pub mod flags;
pub mod generate;
pub mod mutation;
pub mod own_frames;
pub mod reduce;
pub mod rng;
pub mod scope;
pub mod source;
pub mod ty;
