//! A minute of virtual time of the soak test.
#![no_std]
#![no_main]

runtime::soak_test!(60, runtime_min::Wfi);
