//! A day of virtual time of the soak test.
#![no_std]
#![no_main]

use runtime::soak;

runtime::soak_test!(24 * soak::HOUR, soak::Busy);
