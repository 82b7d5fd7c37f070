//! Drop glue: the drop paths of all states.

use rustc_hir::lang_items::LangItem;
use rustc_middle::mir::*;
use rustc_middle::ty::{CoroutineArgs, CoroutineArgsExt, InstanceKind, Ty};

use super::Core;
use super::upvar_drops;
use crate::mir::lowered::{RESUME_ARG, SELF_ARG};
use crate::mir::not_inlined;
use llvmcoro_contract::marker::Flavour;

impl<'tcx> Core<'tcx> {
    /// Turns the body into `drop_in_place`, with the same slots as `poll`.
    pub(super) fn into_drop_glue(mut self, frame_locals: &[Local]) -> Body<'tcx> {
        let tcx = self.tcx;
        let span = self.body.span;
        let source_info = self.source_info();
        let unwind =
            if self.unwinds() { UnwindAction::Continue } else { UnwindAction::Unreachable };

        for block in self.body.basic_blocks.indices() {
            let terminator = self.body.basic_blocks_mut()[block].terminator_mut();
            match terminator.kind {
                TerminatorKind::CoroutineDrop => terminator.kind = TerminatorKind::Return,
                // Only the resumed part returns or yields, and drop glue cuts it off.
                TerminatorKind::Return | TerminatorKind::Yield { .. } => {
                    terminator.kind = TerminatorKind::Unreachable;
                }
                _ => {}
            }
        }

        let done = self.block(vec![], TerminatorKind::Return);
        let nowhere = self.block(vec![], TerminatorKind::Unreachable);
        let drop_upvars = upvar_drops::ladder(
            tcx,
            &mut self.body,
            tcx.mk_place_deref(self.arguments.self_ptr.into()),
            source_info,
            done,
            unwind,
            false,
        );
        let mut suspends = vec![
            self.suspend(CoroutineArgs::UNRESUMED, nowhere, drop_upvars, done),
            self.suspend(CoroutineArgs::RETURNED, nowhere, done, done),
            self.suspend(CoroutineArgs::POISONED, nowhere, done, done),
        ];
        for (number, point) in self.suspensions.clone().into_iter().enumerate() {
            let state = CoroutineArgs::RESERVED_VARIANTS + number;
            let drop = point.drop.unwrap_or(done);
            suspends.push(self.suspend(state, nowhere, drop, done));
        }

        let pointer_ty = Ty::new_mut_ptr(tcx, self.arguments.coroutine_ty);
        self.body.local_decls[self.arguments.self_ptr].ty = pointer_ty;
        self.body.local_decls[RETURN_PLACE] =
            LocalDecl::new(not_inlined::drop_glue_result(tcx), span);
        self.body.local_decls[SELF_ARG] = LocalDecl::new(pointer_ty, span);
        // It is no longer an argument, but the locals after it keep their numbers.
        self.body.local_decls[RESUME_ARG] = LocalDecl::new(tcx.types.unit, span);
        self.body.arg_count = 1;
        let drop_in_place = tcx.require_lang_item(LangItem::DropInPlace, span);
        self.body.source.instance =
            InstanceKind::DropGlue(drop_in_place, Some(self.arguments.coroutine_ty));

        // rustc generates a shim from it, whose passes adapt it to the panic strategy of its crate.
        self.body.phase = MirPhase::Runtime(RuntimePhase::Initial);

        let address = Operand::Copy(SELF_ARG.into());
        self.finish_entry(Flavour::Destroy, address, &suspends, |_| frame_locals.to_vec());
        self.body
    }
}
