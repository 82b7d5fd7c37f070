//! Puts the board's memory map and the names of its interrupts where cortex-m-rt's linker script looks
//! for them.

use std::env;

fn main() {
    let chosen = |feature: &str| env::var_os(format!("CARGO_FEATURE_{feature}")).is_some();
    let board = if chosen("NETDUINOPLUS2") {
        "netduinoplus2"
    } else if chosen("LM3S6965EVB") {
        "lm3s6965evb"
    } else if chosen("MPS2_AN505") {
        "mps2-an505"
    } else {
        "mps2-an386"
    };
    println!("cargo::rustc-link-search={}/{board}", env!("CARGO_MANIFEST_DIR"));
    println!("cargo::rerun-if-changed={board}");
}
