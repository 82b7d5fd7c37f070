//! Tasks as firmware on embassy has them: drivers on a shared bus, timers, channels, a radio link.
//!
//! The package `station` runs them; `./x frames` measures their futures.
#![no_std]

pub mod bus;
pub mod control;
pub mod radio;
pub mod sensors;
