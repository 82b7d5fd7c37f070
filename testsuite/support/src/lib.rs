//! What the demo and the testsuite share: they build firmware with stock rustc and with the plugin,
//! run it under QEMU, and measure it.

mod board;
pub mod callgrind;
pub mod cargo;
pub mod census;
pub mod chromium;
pub mod firmware;
pub mod folder;
pub mod gdb;
pub mod insn_count;
mod layout;
pub mod library;
pub mod measure;
mod node;
pub mod outputs;
pub mod process;
pub mod qemu;
pub mod runtime_costs;
pub mod transcript;

pub use board::Board;
pub use layout::Layout;
pub use llvmcoro_report::{artifact, elf, table};
