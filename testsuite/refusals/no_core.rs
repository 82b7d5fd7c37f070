//! A crate that needs no library of its target.
#![feature(no_core)]
#![no_core]
