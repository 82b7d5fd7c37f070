//! What loom replaces: atomics, cells that several contexts access, and reference counts.
//!
//! These are core's, except in tests compiled with `--cfg loom`. There they are loom's, which
//! executes each test in every order that the memory model allows. Loom creates atomics at run
//! time, so functions that create one are [`const_unless_loom!`].

#[cfg(all(feature = "alloc", not(all(test, loom))))]
pub(crate) use alloc::sync::Arc;
#[cfg(not(all(test, loom)))]
pub(crate) use core::cell::Cell;
#[cfg(not(all(test, loom)))]
pub(crate) use core::sync::atomic::{AtomicPtr, AtomicU32, Ordering, fence};

#[cfg(all(test, loom))]
pub(crate) use loom::cell::Cell;
#[cfg(all(feature = "alloc", test, loom))]
pub(crate) use loom::sync::Arc;
#[cfg(all(test, loom))]
pub(crate) use loom::sync::atomic::{AtomicPtr, AtomicU32, Ordering, fence};

/// A const function that is not const under loom.
macro_rules! const_unless_loom {
    ($(#[$attribute:meta])* $visibility:vis const fn $($function:tt)+) => {
        $(#[$attribute])*
        #[cfg(not(all(test, loom)))]
        $visibility const fn $($function)+

        $(#[$attribute])*
        #[cfg(all(test, loom))]
        $visibility fn $($function)+
    };
}

/// An array of `$count` times `$element`; const except under loom.
macro_rules! array {
    ($element:expr; $count:expr) => {{
        #[cfg(not(all(test, loom)))]
        let array = [const { $element }; $count];
        #[cfg(all(test, loom))]
        let array = core::array::from_fn(|_| $element);
        array
    }};
}

pub(crate) use {array, const_unless_loom};
