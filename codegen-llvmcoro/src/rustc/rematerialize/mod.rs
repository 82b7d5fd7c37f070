//! Values that are computed again after a suspension instead of being kept across it.
//!
//! A coroutine holds many values that cost nothing to have again: drop flags and other constants,
//! addresses of its own variables, reborrows of a pointer that it keeps anyway (`&mut self.bus` in
//! each layer of a driver). For them, the way on from each suspension point gets statements that
//! compute them; so they are not alive while the coroutine is suspended, and need no slot.
//!
//! ```text
//! _5 = &mut ((*_1).bus)              _5 = &mut ((*_1).bus)
//! yield ─► bb7                       yield ─► bb7
//! bb7: poll again ─► bb8, yield      bb7: poll again ─► bb8, yield
//! bb8: use _1, _5                    bb8: _5 = &mut ((*_1).bus); use _1, _5
//! ```
//!
//! Only values are computed again whose ingredients are kept for their own sake, so no frame grows
//! by it, and only by steps that cannot fail, read memory or take more than an instruction or two:
//! constants, addresses, casts. They are computed as late as possible: most polls only find that
//! what is awaited is still pending. The decision depends on MIR alone, so that it is the same at
//! every optimisation level.
//!
//! * [`tracked`] chooses the locals that this is about.
//! * [`values`] finds which of them hold values that can be computed, and from what.
//! * [`liveness`] tells which values are needed after a suspension.
//! * [`placement`] finds the latest places where they can be computed.
//! * [`again`] makes the statements.

mod again;
mod liveness;
mod placement;
mod tracked;
mod values;

use rustc_hir::Movability;
use rustc_index::bit_set::DenseBitSet;
use rustc_middle::mir::*;
use rustc_middle::ty::TyCtxt;
use rustc_session::config::OptLevel;

use self::again::Again;
use self::liveness::Liveness;
use self::placement::{Insertions, Placement, Suspension, WayOn};
use self::tracked::{HolderId, Tracked};
use self::values::Values;

/// Makes the values of `body` that can be had again for nothing end at its suspension points.
///
/// `body` yields; `self_ptr` is the local with the coroutine's address.
pub fn rematerialize<'tcx>(tcx: TyCtxt<'tcx>, body: &mut Body<'tcx>, self_ptr: Local) {
    let yields: Vec<BasicBlock> = traversal::reachable(body)
        .filter(|(_, data)| matches!(data.terminator().kind, TerminatorKind::Yield { .. }))
        .map(|(block, _)| block)
        .collect();
    if yields.is_empty() {
        return;
    }
    // The address of a variable is another one after the coroutine was moved.
    let pinned = tcx.coroutine_movability(body.source.def_id()) == Movability::Static;
    let tracked = Tracked::new(body, self_ptr);
    let liveness = Liveness::new(body, &tracked);
    let (mut values, at_start) = Values::new(tcx, body, &tracked, pinned);
    let suspensions = yields
        .into_iter()
        .map(|block| {
            let held = values.at_end(body, &at_start, block);
            let way_on = |target| WayOn::new(target, &held, &values, &liveness);
            let TerminatorKind::Yield { resume, drop, .. } =
                body.basic_blocks[block].terminator().kind
            else {
                unreachable!("only yields were collected")
            };
            Suspension { block, resume: way_on(resume), drop: drop.map(way_on) }
        })
        .collect();
    let placement = Placement {
        body,
        liveness: &liveness,
        values: &values,
        at_start: &at_start,
        at_once: shown_by_debuggers(tcx, body, &tracked),
    };
    let Insertions { at_starts, on_ways } = placement.place(suspensions);

    let compute = |body: &mut Body<'tcx>, source_info, which: Vec<_>| -> Vec<Statement<'tcx>> {
        let compute = |one| Again::compute(tcx, &values, &tracked, body, source_info, one);
        which.into_iter().flat_map(compute).collect()
    };
    for (block, which) in at_starts {
        let source_info = body.basic_blocks[block].terminator().source_info;
        let statements = compute(body, source_info, which);
        body.basic_blocks_mut()[block].statements.splice(0..0, statements);
    }
    for ((block, target), which) in on_ways {
        let source_info = body.basic_blocks[block].terminator().source_info;
        let statements = compute(body, source_info, which);
        let terminator = Some(Terminator { source_info, kind: TerminatorKind::Goto { target } });
        let data = BasicBlockData::new_stmts(statements, terminator, false);
        let on_the_way = body.basic_blocks_mut().push(data);
        let terminator = body.basic_blocks_mut()[block].terminator_mut();
        terminator.successors_mut(|next| {
            if *next == target {
                *next = on_the_way;
            }
        });
    }
}

/// The variables that a debugger should show at any time.
///
/// Where they are computed makes no difference to the frame, so that this may depend on the
/// optimisation level.
fn shown_by_debuggers<'tcx>(
    tcx: TyCtxt<'tcx>,
    body: &Body<'tcx>,
    tracked: &Tracked<'tcx>,
) -> DenseBitSet<HolderId> {
    let mut shown = DenseBitSet::new_empty(tracked.len());
    if tcx.sess.opts.optimize == OptLevel::No {
        for info in &body.var_debug_info {
            if let VarDebugInfoContents::Place(place) = info.value
                && let Some((holder, _)) = tracked.base(&place)
            {
                shown.insert(holder);
            }
        }
    }
    shown
}
