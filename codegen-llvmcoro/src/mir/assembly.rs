//! Inline assembly in MIR: markers, and pointers whose origin is hidden from LLVM.

use rustc_ast::{InlineAsmOptions, InlineAsmTemplatePiece};
use rustc_middle::mir::*;
use rustc_middle::ty::TyCtxt;
use rustc_target::asm::InlineAsmRegOrRegClass;

use llvmcoro_contract::marker::Marker;

use crate::policy;

/// The terminator that stands for `marker` and falls through to `target`.
pub fn marker_terminator<'tcx>(
    tcx: TyCtxt<'tcx>,
    marker: &Marker,
    operands: Vec<InlineAsmOperand<'tcx>>,
    target: BasicBlock,
) -> TerminatorKind<'tcx> {
    let template = InlineAsmTemplatePiece::String(marker.template().into());
    TerminatorKind::InlineAsm {
        asm_macro: InlineAsmMacro::Asm,
        template: tcx.arena.alloc_from_iter([template]),
        operands: operands.into(),
        options: InlineAsmOptions::PRESERVES_FLAGS | InlineAsmOptions::NOSTACK,
        line_spans: &[],
        targets: Box::new([target]),
        unwind: UnwindAction::Unreachable,
    }
}

/// A terminator that keeps the pointer in `local` and costs no instruction, but hides from LLVM
/// where the pointer points.
pub fn opaque_terminator<'tcx>(
    tcx: TyCtxt<'tcx>,
    local: Local,
    target: BasicBlock,
) -> TerminatorKind<'tcx> {
    let operand = InlineAsmOperand::InOut {
        reg: general_register(tcx),
        late: true,
        in_value: Operand::Copy(local.into()),
        out_place: Some(local.into()),
    };
    TerminatorKind::InlineAsm {
        asm_macro: InlineAsmMacro::Asm,
        template: &[],
        operands: Box::new([operand]),
        options: InlineAsmOptions::PURE
            | InlineAsmOptions::NOMEM
            | InlineAsmOptions::PRESERVES_FLAGS
            | InlineAsmOptions::NOSTACK,
        line_spans: &[],
        targets: Box::new([target]),
        unwind: UnwindAction::Unreachable,
    }
}

/// The register class for a pointer or a `u32`.
fn general_register(tcx: TyCtxt<'_>) -> InlineAsmRegOrRegClass {
    let class = policy::register_class(&tcx.sess.target.arch)
        .expect("policy lets no coroutine through whose target has none");
    InlineAsmRegOrRegClass::RegClass(class)
}

/// An operand that the marker reads.
pub fn asm_in<'tcx>(tcx: TyCtxt<'tcx>, local: Local) -> InlineAsmOperand<'tcx> {
    InlineAsmOperand::In { reg: general_register(tcx), value: Operand::Copy(local.into()) }
}

/// The operand that receives the marker's result, a `u32`.
pub fn asm_out<'tcx>(tcx: TyCtxt<'tcx>, local: Local) -> InlineAsmOperand<'tcx> {
    InlineAsmOperand::Out { reg: general_register(tcx), late: false, place: Some(local.into()) }
}
