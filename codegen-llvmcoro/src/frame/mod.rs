//! The frame of a monomorphic coroutine.
//!
//! * [`model`] builds the frame model from the lowered body. [`moved`] ends the contents of
//!   moved-out slots, and [`transfers`] finds what may be copied from slot to slot.
//! * [`composed`] finds the awaits whose coroutines become parts of the frame, and [`equal`] those of
//!   their captures that share a place with a variable of the awaiter.
//! * [`compute`] asks LLVM to lay the model out, and [`layout`] answers `layout_of` with the
//!   result.
//! * [`cycles`] reports futures that contain themselves where rustc reports them, and
//!   [`type_sizes`] records a frame for `-Zprint-type-sizes`.

pub mod composed;
pub mod compute;
pub mod cycles;
mod equal;
pub mod layout;
mod model;
mod moved;
mod padding;
mod transfers;
mod type_sizes;
