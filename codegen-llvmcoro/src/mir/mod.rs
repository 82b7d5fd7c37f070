//! From a coroutine's MIR to its lowered body.
//!
//! * [`rustc_passes`] does what rustc's later passes do to a body beyond optimising it.
//! * [`lower`] turns the body into the marked resume function and its drop glue; [`dissolve`] and
//!   [`rematerialize`] are the two of its steps that are rooms of their own.
//! * [`lowered`] recognises lowered bodies again, in any crate. [`assembly`] makes the markers that
//!   say so, [`not_inlined`] keeps the MIR inliner off them.
//! * [`captures`], [`resolve`], [`compatible`], [`recursion`] and [`inlined_scopes`] answer
//!   questions that several of these ask.

mod assembly;
pub mod captures;
mod compatible;
mod dissolve;
mod inlined_scopes;
pub mod lower;
pub mod lowered;
pub mod not_inlined;
mod recursion;
mod rematerialize;
mod resolve;
pub mod rustc_passes;
