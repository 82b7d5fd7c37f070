//! Puts the linker scripts of QEMU's boards called virt where the linker looks for them. Those of the others
//! come from the package `board`.

use std::env;

fn main() {
    let folder = match env::var("CARGO_CFG_TARGET_ARCH").as_deref() {
        Ok("aarch64") => Some("aarch64-virt"),
        Ok("riscv32" | "riscv64") => Some("riscv-virt"),
        _ => None,
    };
    if let Some(folder) = folder {
        println!("cargo::rustc-link-search={}/{folder}", env!("CARGO_MANIFEST_DIR"));
        println!("cargo::rerun-if-changed={folder}");
    }
}
