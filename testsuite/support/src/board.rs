//! The boards that QEMU emulates for the firmware, and what else programs without a system run on.

use std::path::Path;

use anyhow::Result;

use crate::node;
use crate::qemu::{self, Execution};

/// A board. By default, programs are for the first one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Board {
    /// Arm's MPS2 with a Cortex-M4.
    Mps2An386,
    /// The same with a Cortex-M3.
    Mps2An385,
    /// Arm's MPS2 with a Cortex-M33.
    Mps2An505,
    /// The Netduino Plus 2, with an STM32F405.
    NetduinoPlus2,
    /// The Stellaris LM3S6965 evaluation board.
    Lm3s6965Evb,
    /// The same with a Cortex-M0.
    Lm3s6965EvbCortexM0,
    /// QEMU's own 32-bit RISC-V board.
    RiscvVirt,
    /// QEMU's own 64-bit RISC-V board.
    Riscv64Virt,
    /// QEMU's own AArch64 board.
    Aarch64Virt,
    /// No board: WebAssembly in Node.
    Node,
}

impl Board {
    /// Runs `program` to its end.
    ///
    /// # Errors
    /// If QEMU or Node cannot be started, is killed by a signal, or does not end in time.
    pub fn run(self, program: &Path) -> Result<Execution> {
        match self {
            Board::Node => node::run(program),
            _ => qemu::run_on(self, program, None),
        }
    }

    /// QEMU's name of the machine.
    pub fn name(self) -> &'static str {
        match self {
            Board::Mps2An386 => "mps2-an386",
            Board::Mps2An385 => "mps2-an385",
            Board::Mps2An505 => "mps2-an505",
            Board::NetduinoPlus2 => "netduinoplus2",
            Board::Lm3s6965Evb | Board::Lm3s6965EvbCortexM0 => "lm3s6965evb",
            Board::RiscvVirt | Board::Riscv64Virt | Board::Aarch64Virt => "virt",
            Board::Node => "node",
        }
    }

    /// The feature of the firmware's package `board` that selects it.
    pub(crate) fn feature(self) -> Option<&'static str> {
        match self {
            // The first two differ in the core only; the package is for Cortex-M only.
            Board::Mps2An386
            | Board::Mps2An385
            | Board::RiscvVirt
            | Board::Riscv64Virt
            | Board::Aarch64Virt
            | Board::Node => None,
            Board::Mps2An505
            | Board::NetduinoPlus2
            | Board::Lm3s6965Evb
            | Board::Lm3s6965EvbCortexM0 => Some(self.name()),
        }
    }

    /// The program that emulates it.
    pub(crate) fn emulator(self) -> &'static str {
        match self {
            Board::RiscvVirt => "qemu-system-riscv32",
            Board::Riscv64Virt => "qemu-system-riscv64",
            Board::Aarch64Virt => "qemu-system-aarch64",
            Board::Node => "node",
            _ => "qemu-system-arm",
        }
    }

    /// The emulator's arguments for it.
    pub(crate) fn machine(self) -> &'static [&'static str] {
        match self {
            Board::Mps2An386 => &["-machine", "mps2-an386"],
            Board::Mps2An385 => &["-machine", "mps2-an385"],
            Board::Mps2An505 => &["-machine", "mps2-an505"],
            Board::NetduinoPlus2 => &["-machine", "netduinoplus2"],
            // Its own core is a Cortex-M3, which cannot execute everything compiled for a
            // Cortex-M4.
            Board::Lm3s6965Evb => &["-machine", "lm3s6965evb", "-cpu", "cortex-m4"],
            Board::Lm3s6965EvbCortexM0 => &["-machine", "lm3s6965evb", "-cpu", "cortex-m0"],
            Board::RiscvVirt | Board::Riscv64Virt => &["-machine", "virt", "-bios", "none"],
            Board::Aarch64Virt => &["-machine", "virt", "-cpu", "cortex-a53"],
            Board::Node => &[],
        }
    }
}
