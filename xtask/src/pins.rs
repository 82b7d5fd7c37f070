//! The versions that this project works with, all in one place.

/// rustc's release. The plugin uses compiler-internal interfaces, which change with every release.
pub const RUSTC_RELEASE: &str = "1.96.0";
/// Debian's packages of that rustc; their versions enter the keys of the steps that use them.
pub const RUSTC_PACKAGES: &[&str] =
    &["rustc-web", "cargo-web", "rust-web-src", "libstd-rust-web-dev"];
/// Where rust-web-src puts the compiler's sources.
pub const RUSTC_SOURCE: &str = "/usr/src/rustc-1.96.0";

/// LLVM's release: rustc's driver, llvm-22-dev and the coroutine passes must all be of this one.
pub const LLVM_RELEASE: &str = "22.1.8";
/// Debian's packages of that LLVM.
pub const LLVM_PACKAGES: &[&str] = &["libllvm22", "llvm-22", "llvm-22-dev", "llvm-22-tools"];
/// Suites of Debian with that LLVM, for machines whose own has it no more: a release, which keeps it, and
/// the one where new versions come first.
pub const LLVM_SOURCE_SUITES: [&str; 2] = ["trixie", "sid"];
/// LLVM's source package in Debian.
pub const LLVM_SOURCE_PACKAGE: &str = "llvm-toolchain-22";
/// That package's upstream tarball.
pub const LLVM_TARBALL: &str = "llvm-toolchain-22_22.1.8.orig.tar.xz";
/// SHA-256 of the tarball.
pub const LLVM_TARBALL_SHA256: &str =
    "b49b9277aef97616320b2da259e1f8174c65b0ce2fbe2e8629644a97693402fe";

/// The machine that everything is built on, and a target of the plugin.
pub const HOST: &str = "x86_64-unknown-linux-gnu";
/// The targets of the firmware. Debian has no `core` for them: the set-up makes one.
pub const BOARD_TARGETS: &[&str] = &["thumbv7em-none-eabi", "thumbv7em-none-eabihf"];
/// The other targets without one.
pub const MORE_TARGETS: &[&str] = &[
    "riscv32imac-unknown-none-elf",
    "thumbv6m-none-eabi",
    "thumbv7m-none-eabi",
    "thumbv8m.main-none-eabi",
    "thumbv8m.main-none-eabihf",
    "riscv64gc-unknown-none-elf",
    "aarch64-unknown-none",
    "wasm32-unknown-unknown",
    GPU_TARGET,
];
/// That of NVIDIA's GPUs.
pub const GPU_TARGET: &str = "nvptx64-nvidia-cuda";

/// The package of the Python index that has NVIDIA's assembler `ptxas`.
pub const PTXAS_PACKAGE: &str = "nvidia-cuda-nvcc-cu12==12.9.86";
/// SHA-256 of that package for x86-64 Linux.
pub const PTXAS_SHA256: &str = "5d6a0d32fdc7ea39917c20065614ae93add6f577d840233237ff08e9a38f58f0";

/// The crate that makes a book of the pages.
pub const MDBOOK: &str = "mdbook@=0.5.4";
