//! Lowers a coroutine's MIR.
//!
//! * [`rustc_passes`] does what rustc's later passes do besides optimising.
//! * [`lower`] turns the body into the marked resume function and its drop glue. One of its steps
//!   is a room of its own: [`rematerialize`].
//! * [`lowered`] recognises lowered bodies in any crate. [`assembly`] makes the markers it looks
//!   for, and [`not_inlined`] keeps the MIR inliner away from lowered bodies. [`pending_polls`]
//!   finds out what they await.
//! * [`captures`], [`resolve`], [`compatible`], [`drops`], [`recursion`], [`safe_code`],
//!   [`variant_switch`] and [`inlined_scopes`] answer questions that several of these ask.

mod assembly;
pub mod async_fn;
pub mod captures;
mod compatible;
mod drops;
mod inlined_scopes;
pub mod lower;
pub mod lowered;
pub mod not_inlined;
pub mod pending_polls;
pub mod recursion;
mod rematerialize;
pub mod resolve;
pub mod rustc_passes;
mod safe_code;
pub mod variant_switch;
