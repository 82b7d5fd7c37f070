//! The boards that QEMU emulates for the firmware.

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
    /// QEMU's own RISC-V board.
    RiscvVirt,
}

impl Board {
    /// QEMU's name of the machine.
    pub fn name(self) -> &'static str {
        match self {
            Board::Mps2An386 => "mps2-an386",
            Board::Mps2An385 => "mps2-an385",
            Board::Mps2An505 => "mps2-an505",
            Board::NetduinoPlus2 => "netduinoplus2",
            Board::Lm3s6965Evb | Board::Lm3s6965EvbCortexM0 => "lm3s6965evb",
            Board::RiscvVirt => "virt",
        }
    }

    /// The feature of the firmware's package `board` that selects it.
    pub(crate) fn feature(self) -> Option<&'static str> {
        match self {
            // The first two differ in the core only; the package is for Cortex-M only.
            Board::Mps2An386 | Board::Mps2An385 | Board::RiscvVirt => None,
            Board::Mps2An505
            | Board::NetduinoPlus2
            | Board::Lm3s6965Evb
            | Board::Lm3s6965EvbCortexM0 => Some(self.name()),
        }
    }

    /// QEMU's program for it.
    pub(crate) fn emulator(self) -> &'static str {
        match self {
            Board::RiscvVirt => "qemu-system-riscv32",
            _ => "qemu-system-arm",
        }
    }

    /// QEMU's arguments for it.
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
            Board::RiscvVirt => &["-machine", "virt", "-bios", "none"],
        }
    }
}
