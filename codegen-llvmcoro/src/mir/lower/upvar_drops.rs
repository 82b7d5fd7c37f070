//! Expands drops of the coroutine itself.
//!
//! In its own body, a coroutine owns only its captures. Dropping "self" there means dropping the
//! captures one by one; a single drop would call the very drop glue that is being built.

use rustc_abi::FieldIdx;
use rustc_middle::mir::{
    BasicBlock, BasicBlockData, Body, Place, SourceInfo, Terminator, TerminatorKind, UnwindAction,
    UnwindTerminateReason,
};
use rustc_middle::ty::TyCtxt;

use crate::mir::captures::upvar_tys;

/// Replaces each drop of `self_place` by drops of its captures.
pub fn expand<'tcx>(tcx: TyCtxt<'tcx>, body: &mut Body<'tcx>, self_place: Place<'tcx>) {
    for block in body.basic_blocks.indices() {
        let data = &body.basic_blocks[block];
        let is_cleanup = data.is_cleanup;
        let Terminator { source_info, kind } = data.terminator();
        let TerminatorKind::Drop { place, target, unwind, .. } = *kind else { continue };
        if place != self_place {
            continue;
        }
        let source_info = *source_info;
        let ladder = ladder(tcx, body, self_place, source_info, target, unwind, is_cleanup);
        body.basic_blocks_mut()[block].terminator_mut().kind =
            TerminatorKind::Goto { target: ladder };
    }
}

/// Appends blocks that drop the captures in declaration order and then go to `target`. If one of
/// the drops unwinds, they drop the remaining captures on the way to `unwind`.
pub fn ladder<'tcx>(
    tcx: TyCtxt<'tcx>,
    body: &mut Body<'tcx>,
    self_place: Place<'tcx>,
    source_info: SourceInfo,
    target: BasicBlock,
    unwind: UnwindAction,
    is_cleanup: bool,
) -> BasicBlock {
    let coroutine = self_place.ty(&body.local_decls, tcx).ty;
    let mut unwind = match unwind {
        UnwindAction::Continue if !is_cleanup => {
            let terminator = Terminator { source_info, kind: TerminatorKind::UnwindResume };
            let data = BasicBlockData::new(Some(terminator), true);
            UnwindAction::Cleanup(body.basic_blocks_mut().push(data))
        }
        unwind => unwind,
    };
    let mut target = target;
    for (index, ty) in upvar_tys(coroutine).iter().enumerate().rev() {
        let place = tcx.mk_place_field(self_place, FieldIdx::from_usize(index), ty);
        let mut drop = |target, unwind, is_cleanup| {
            let kind = TerminatorKind::Drop {
                place,
                target,
                unwind,
                replace: false,
                drop: None,
                async_fut: None,
            };
            let terminator = Terminator { source_info, kind };
            body.basic_blocks_mut().push(BasicBlockData::new(Some(terminator), is_cleanup))
        };
        target = drop(target, unwind, is_cleanup);
        if let UnwindAction::Cleanup(cleanup) = unwind {
            let in_cleanup = UnwindAction::Terminate(UnwindTerminateReason::InCleanup);
            unwind = UnwindAction::Cleanup(drop(cleanup, in_cleanup, true));
        }
    }
    target
}
