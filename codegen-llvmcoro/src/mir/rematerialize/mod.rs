//! Recomputes values after a suspension instead of keeping them across it.
//!
//! A coroutine holds many values that cost nothing to recompute: drop flags and other constants,
//! addresses of its own variables, reborrows of a pointer that it keeps anyway (`&mut self.bus` in
//! each layer of a driver). Statements on the edges out of each suspension point recompute them, so
//! they are not alive while the coroutine is suspended and need no slot.
//!
//! ```text
//! _5 = &mut ((*_1).bus)                  _5 = &mut ((*_1).bus)
//! yield ─► bb7                           yield ─► bb9: _5 = &mut ((*_1).bus); goto ─► bb7
//! bb7: use _1, _5                        bb7: use _1, _5
//! ```
//!
//! A value is recomputed only if its ingredients are kept for their own sake, so no frame grows,
//! and only by steps that cannot fail, don't read memory and take no more than an instruction or
//! two: constants, addresses, casts. The decision depends on MIR alone, so it is the same at every
//! optimisation level.
//!
//! * [`tracked`] chooses the locals to consider.
//! * [`values`] finds which of them hold values that can be recomputed, and from what.
//! * [`liveness`] tells which values are needed after a suspension.
//! * [`recompute`] generates the statements.

mod liveness;
mod recompute;
mod tracked;
mod values;

use rustc_hir::Movability;
use rustc_middle::mir::*;
use rustc_middle::ty::TyCtxt;

use self::liveness::Liveness;
use self::recompute::Recompute;
use self::tracked::Tracked;
use self::values::Values;
use super::assembly::opaque_terminator;

/// Makes those values of `body` that cost nothing to recompute end at its suspension points.
///
/// `body` still has its yields; the local `self_ptr` holds the coroutine's address.
pub fn rematerialize<'tcx>(tcx: TyCtxt<'tcx>, body: &mut Body<'tcx>, self_ptr: Local) {
    let yields: Vec<BasicBlock> = traversal::reachable(body)
        .filter(|(_, data)| matches!(data.terminator().kind, TerminatorKind::Yield { .. }))
        .map(|(block, _)| block)
        .collect();
    if yields.is_empty() {
        return;
    }
    // Once a coroutine has moved, its variables have other addresses.
    let pinned = tcx.coroutine_movability(body.source.def_id()) == Movability::Static;
    let tracked = Tracked::new(body, self_ptr);
    let liveness = Liveness::new(body, &tracked);
    let (mut values, at_start) = Values::new(tcx, body, &tracked, pinned);
    for block in yields {
        let held = values.at_end(body, &at_start, block);
        let Terminator { source_info, kind } = body.basic_blocks[block].terminator();
        let TerminatorKind::Yield { resume, drop, .. } = *kind else {
            unreachable!("only yields were collected")
        };
        let source_info = *source_info;
        let mut way_on = |target| {
            let alive = liveness.at_start(target);
            let steps = Recompute::steps(tcx, body, source_info, &values, &tracked, &held, alive);
            let mut push = |statements, kind| {
                let terminator = Some(Terminator { source_info, kind });
                let data = BasicBlockData::new_stmts(statements, terminator, false);
                body.basic_blocks_mut().push(data)
            };
            let mut target = target;
            if !steps.rest.is_empty() {
                target = push(steps.rest, TerminatorKind::Goto { target });
            }
            for (statements, address) in steps.hidden.into_iter().rev() {
                target = push(statements, opaque_terminator(tcx, address, target));
            }
            target
        };
        let new_resume = way_on(resume);
        let new_drop = drop.map(way_on);
        let terminator = body.basic_blocks_mut()[block].terminator_mut();
        let TerminatorKind::Yield { resume, drop, .. } = &mut terminator.kind else {
            unreachable!("it was a yield before")
        };
        *resume = new_resume;
        *drop = new_drop;
    }
}
