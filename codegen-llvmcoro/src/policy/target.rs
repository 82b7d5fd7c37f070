//! The targets that coroutines are lowered for.

use std::fmt;

use rustc_abi::Endian;
use rustc_session::Session;
use rustc_target::asm::*;
use rustc_target::spec::{Arch, PanicStrategy};

/// Why coroutines are not lowered for a target.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unsupported {
    /// A `u32`, which the markers take, may fit into no register.
    Pointers(u32),
    /// No test runs a program of such a target.
    BigEndian,
    /// rustc has no inline assembly for it, which the markers are, or none that takes pointers.
    Registers,
    /// The cleanup of a panic is a funclet, which the split does not know.
    Funclets,
}

/// The end of a sentence that begins with the target's name.
impl fmt::Display for Unsupported {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Unsupported::Pointers(bits) => write!(f, "has pointers of {bits} bits"),
            Unsupported::BigEndian => write!(f, "is big-endian"),
            Unsupported::Registers => write!(f, "has no registers for inline assembly in rustc"),
            Unsupported::Funclets => write!(f, "unwinds by funclets; `-C panic=abort` does not"),
        }
    }
}

/// Why coroutines are not lowered for the session's target, if they are not.
pub fn unsupported(sess: &Session) -> Option<Unsupported> {
    let target = &sess.target;
    if target.pointer_width < 32 {
        return Some(Unsupported::Pointers(target.pointer_width.into()));
    }
    if target.endian == Endian::Big {
        return Some(Unsupported::BigEndian);
    }
    if register_class(&target.arch).is_none() {
        return Some(Unsupported::Registers);
    }
    let funclets = target.is_like_msvc || target.is_like_wasm;
    let unwinds = sess.panic_strategy() == PanicStrategy::Unwind;
    (funclets && unwinds).then_some(Unsupported::Funclets)
}

/// Notes once that an unsupported target gets no lowering.
pub fn check_target(sess: &Session) {
    let Some(reason) = unsupported(sess).filter(|_| !super::Options::of(sess).off) else { return };
    let target = &sess.opts.target_triple;
    sess.dcx().note(format!("llvmcoro: coroutines go the stock way: `{target}` {reason}"));
}

/// The class of the registers that hold a pointer or a `u32`.
pub fn register_class(arch: &Arch) -> Option<InlineAsmRegClass> {
    Some(match arch {
        Arch::AArch64 | Arch::Arm64EC => InlineAsmRegClass::AArch64(AArch64InlineAsmRegClass::reg),
        Arch::Arm => InlineAsmRegClass::Arm(ArmInlineAsmRegClass::reg),
        Arch::Bpf => InlineAsmRegClass::Bpf(BpfInlineAsmRegClass::reg),
        Arch::CSky => InlineAsmRegClass::CSKY(CSKYInlineAsmRegClass::reg),
        Arch::Hexagon => InlineAsmRegClass::Hexagon(HexagonInlineAsmRegClass::reg),
        Arch::LoongArch32 | Arch::LoongArch64 => {
            InlineAsmRegClass::LoongArch(LoongArchInlineAsmRegClass::reg)
        }
        Arch::Mips | Arch::Mips32r6 | Arch::Mips64 | Arch::Mips64r6 => {
            InlineAsmRegClass::Mips(MipsInlineAsmRegClass::reg)
        }
        // Its classes are widths. A `u32` fits into the one for pointers.
        Arch::Nvptx64 => InlineAsmRegClass::Nvptx(NvptxInlineAsmRegClass::reg64),
        Arch::PowerPC | Arch::PowerPC64 => {
            InlineAsmRegClass::PowerPC(PowerPCInlineAsmRegClass::reg)
        }
        Arch::RiscV32 | Arch::RiscV64 => InlineAsmRegClass::RiscV(RiscVInlineAsmRegClass::reg),
        Arch::Wasm32 | Arch::Wasm64 => InlineAsmRegClass::Wasm(WasmInlineAsmRegClass::local),
        Arch::X86 | Arch::X86_64 => InlineAsmRegClass::X86(X86InlineAsmRegClass::reg),
        // Those that are big-endian or have pointers of 16 bits, SPIR-V, whose pointers are no
        // integers, and those without inline assembly.
        Arch::Avr
        | Arch::M68k
        | Arch::Msp430
        | Arch::S390x
        | Arch::Sparc
        | Arch::Sparc64
        | Arch::SpirV
        | Arch::AmdGpu
        | Arch::Xtensa
        | Arch::Other(_) => return None,
    })
}
