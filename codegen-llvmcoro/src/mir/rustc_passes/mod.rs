//! What rustc's later passes do to a body besides optimising it.
//!
//! A lowered body leaves rustc's pipeline before those passes run. `docs/rustc-internals.md` lists
//! them all, and why the others are not needed.

pub mod const_eval_select;
pub mod force_inline;
pub mod mentioned;
pub mod ub_checks;
