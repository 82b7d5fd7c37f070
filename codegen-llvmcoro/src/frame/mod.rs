//! The frame of a monomorphic coroutine.
//!
//! * [`model`] makes the frame model from the lowered body; [`moved`] ends what is moved out, and
//!   [`transfers`] finds what may be copied from slot to slot.
//! * [`compute`] asks LLVM to lay the model out, and [`layout`] answers `layout_of` with it.
//! * [`cycles`] finds futures that contain themselves where rustc finds them, and [`type_sizes`]
//!   records a frame for `-Zprint-type-sizes`.

pub mod compute;
pub mod cycles;
pub mod layout;
mod model;
mod moved;
mod transfers;
mod type_sizes;
