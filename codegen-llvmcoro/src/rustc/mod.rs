//! The rustc side: queries, MIR and layouts.
//!
//! * [`queries`] overrides the few queries that must know about lowered coroutines.
//! * [`const_eval_select`], [`ub_checks`] and [`force_inline`] do what rustc's later passes do to a
//!   body beyond optimising it.
//! * [`lower`] turns a coroutine's MIR into the marked body, with [`protocol`], [`context`],
//!   [`upvar_drops`], [`dissolve`], [`idle_drops`], [`rematerialize`] and [`slots`] as its steps;
//!   [`assembly`] makes the markers, [`not_inlined`] keeps the MIR inliner off, [`lowered`] recognises
//!   such bodies again, in any crate.
//! * [`model`] makes the frame model of a monomorphic coroutine, [`moved`] ends what is moved out,
//!   [`transfers`] finds what may be copied from slot to slot, [`frame`] asks LLVM to lay it out, and
//!   [`layout`] answers `layout_of` with it; [`cycles`] finds futures that contain themselves, and
//!   [`type_sizes`] records a frame for printing.
//! * [`emit`] generates a codegen unit and splits its coroutines.
//! * [`agreement`] records and compares frames between crates at link time.

pub mod agreement;
mod assembly;
mod call_guards;
mod const_eval_select;
mod context;
mod cycles;
mod dissolve;
mod drop_flags;
pub mod emit;
mod force_inline;
mod frame;
mod idle_drops;
mod inlined_scopes;
mod layout;
mod lower;
mod lowered;
mod mentioned;
mod model;
mod moved;
mod normalized;
mod not_inlined;
mod private;
mod protocol;
pub mod queries;
mod rematerialize;
mod slots;
mod transfers;
mod type_sizes;
mod ub_checks;
mod upvar_drops;

pub use frame::Frame;
pub use lowered::{body_def as lowered_body_def, is_lowered};
