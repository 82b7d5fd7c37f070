//! The items that a body mentions.
//!
//! rustc records them before it optimises a body, so that checks after monomorphisation do not
//! depend on what optimisation removes. The rules mirror rustc's private pass of the same name;
//! `docs/rustc-internals.md` lists it among the mirrored parts.

use rustc_middle::mir::visit::Visitor;
use rustc_middle::mir::{
    Body, CastKind, InlineAsmOperand, Location, MentionedItem, Rvalue, Terminator, TerminatorKind,
};
use rustc_middle::ty::TyCtxt;
use rustc_middle::ty::adjustment::PointerCoercion;
use rustc_span::Spanned;

/// Everything that `body` calls, drops, or turns into a pointer with metadata or to code.
pub fn mentioned_items<'tcx>(
    tcx: TyCtxt<'tcx>,
    body: &Body<'tcx>,
) -> Vec<Spanned<MentionedItem<'tcx>>> {
    let mut collector = Collector { tcx, body, items: vec![] };
    collector.visit_body(body);
    collector.items
}

struct Collector<'a, 'tcx> {
    tcx: TyCtxt<'tcx>,
    body: &'a Body<'tcx>,
    items: Vec<Spanned<MentionedItem<'tcx>>>,
}

impl<'tcx> Collector<'_, 'tcx> {
    fn add(&mut self, node: MentionedItem<'tcx>, at: Location) {
        self.items.push(Spanned { node, span: self.body.source_info(at).span });
    }
}

impl<'tcx> Visitor<'tcx> for Collector<'_, 'tcx> {
    fn visit_terminator(&mut self, terminator: &Terminator<'tcx>, at: Location) {
        self.super_terminator(terminator, at);
        match &terminator.kind {
            TerminatorKind::Call { func, .. } | TerminatorKind::TailCall { func, .. } => {
                self.add(MentionedItem::Fn(func.ty(self.body, self.tcx)), at);
            }
            TerminatorKind::Drop { place, .. } => {
                self.add(MentionedItem::Drop(place.ty(self.body, self.tcx).ty), at);
            }
            TerminatorKind::InlineAsm { operands, .. } => {
                for operand in operands {
                    if let InlineAsmOperand::SymFn { value } = operand {
                        self.add(MentionedItem::Fn(value.const_.ty()), at);
                    }
                }
            }
            _ => {}
        }
    }

    fn visit_rvalue(&mut self, rvalue: &Rvalue<'tcx>, at: Location) {
        self.super_rvalue(rvalue, at);
        let Rvalue::Cast(CastKind::PointerCoercion(coercion, _), operand, target_ty) = rvalue
        else {
            return;
        };
        let source_ty = operand.ty(self.body, self.tcx);
        match coercion {
            // Arrays that become slices need no vtable, but mentioning them costs nothing.
            PointerCoercion::Unsize => {
                self.add(MentionedItem::UnsizeCast { source_ty, target_ty: *target_ty }, at);
            }
            PointerCoercion::ClosureFnPointer(_) => {
                self.add(MentionedItem::Closure(source_ty), at);
            }
            PointerCoercion::ReifyFnPointer(_) => self.add(MentionedItem::Fn(source_ty), at),
            _ => {}
        }
    }
}
