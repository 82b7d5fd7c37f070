//! A day of virtual time of the soak test.
#![no_std]
#![no_main]

runtime::soak_test!(24 * 60 * 60);
