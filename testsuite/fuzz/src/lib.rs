//! Random async programs, compiled by stock rustc and by the plugin, and compared.
//!
//! [`generate`] makes a program from a seed, and [`flags`] says with which flags it is compiled;
//! [`check`] compares its [`build`]s, [`reduce`] makes a program smaller, and [`campaign`] does all
//! of it for many seeds. [`mutation`] tests that mistakes are found. What every program uses is in
//! `prelude/`.

pub mod build;
pub mod campaign;
pub mod case;
pub mod check;
pub mod compiler;
pub mod flags;
pub mod generate;
pub mod mutation;
pub mod reduce;
pub mod rng;
pub mod scope;
pub mod source;
pub mod ty;
