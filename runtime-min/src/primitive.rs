//! What loom replaces: atomics, cells that more than one context reaches, and counted pointers.
//!
//! They are core's, except in tests that are compiled with `--cfg loom`: there they are loom's, which
//! executes each test in every order that the memory model allows.  Loom's atomics are made at run
//! time, so that functions that make one are [`const_unless_loom!`].

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

/// A const function, which under loom is not const.
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

/// An array of `$count` times `$element`, which is const unless loom is used.
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
