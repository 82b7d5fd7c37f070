//! Puts the memory map of QEMU's RISC-V board where riscv-rt's linker script looks for it. Those of the
//! others come from the package `board`.

use std::env;

fn main() {
    if env::var("CARGO_CFG_TARGET_ARCH").is_ok_and(|arch| arch == "riscv32") {
        println!("cargo::rustc-link-search={}/riscv-virt", env!("CARGO_MANIFEST_DIR"));
    }
    println!("cargo::rerun-if-changed=riscv-virt");
}
