//! Puts the interrupts' names where cortex-m-rt's linker script looks for them.

fn main() {
    println!("cargo::rustc-link-search={}", env!("CARGO_MANIFEST_DIR"));
    println!("cargo::rerun-if-changed=device.x");
}
