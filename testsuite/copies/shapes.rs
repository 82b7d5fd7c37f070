//! Programs that move large values, as a library without the standard library; a cfg says which of
//! them is in it.
#![no_std]
#![crate_type = "lib"]

mod common;

#[cfg_attr(shape = "results", path = "results.rs")]
#[cfg_attr(shape = "captures", path = "captures.rs")]
#[cfg_attr(shape = "nested", path = "nested.rs")]
#[cfg_attr(shape = "arrays", path = "arrays.rs")]
#[cfg_attr(shape = "enums", path = "enums.rs")]
mod shape;

#[unsafe(no_mangle)]
pub fn run() -> [u32; 3] {
    shape::run()
}
