//! Removes drops of coroutines that drop nothing.
//!
//! Unless a coroutine's drop glue is known, the coroutine must be dropped, and so must stay alive
//! until then. But the drop glue of many coroutines only reads their state and does nothing in any
//! of them.

use rustc_data_structures::fx::FxHashSet;
use rustc_index::bit_set::DenseBitSet;
use rustc_middle::mir::{Body, START_BLOCK, TerminatorKind, traversal};
use rustc_middle::ty::{self, EarlyBinder, GenericArgsRef, TyCtxt, TypingEnv};
use rustc_span::def_id::DefId;

use crate::mir::drops::needs_no_drop;
use crate::mir::{lowered, recursion};

/// Removes those drops of known coroutines from `body` that do nothing.
pub fn remove<'tcx>(tcx: TyCtxt<'tcx>, body: &mut Body<'tcx>) {
    let owner = body.source.def_id();
    let drops: Vec<_> = traversal::reachable(body)
        .filter_map(|(block, data)| {
            let TerminatorKind::Drop { place, target, .. } = data.terminator().kind else {
                return None;
            };
            let ty::Coroutine(def, args) = *place.ty(&*body, tcx).ty.kind() else { return None };
            Some((block, target, def, args))
        })
        .collect();
    if drops.is_empty() {
        return;
    }
    // What is not held is dropped before a suspension: that keeps nothing in the frame.
    let held: FxHashSet<_> = recursion::held(tcx, owner).into_iter().collect();
    let drops = drops
        .into_iter()
        .filter(|&(_, _, def, args)| held.contains(&def) && drops_nothing(tcx, owner, def, args));
    for (block, target, ..) in drops {
        body.basic_blocks_mut()[block].terminator_mut().kind = TerminatorKind::Goto { target };
    }
}

/// Whether the drop glue of the coroutine `def`, which `owner` drops, does nothing in any state.
fn drops_nothing<'tcx>(
    tcx: TyCtxt<'tcx>,
    owner: DefId,
    def: DefId,
    args: GenericArgsRef<'tcx>,
) -> bool {
    // The coroutine of an async closure has two bodies.
    if !args.as_coroutine().kind_ty().is_unit() || recursion::reaches(tcx, def, owner) {
        return false;
    }
    let typing_env = TypingEnv::post_analysis(tcx, owner);
    let Some(glue) = lowered::lowered_body(tcx, def, args).and_then(|body| body.coroutine_drop())
    else {
        return false;
    };
    let mut seen = DenseBitSet::new_empty(glue.basic_blocks.len());
    let mut work = vec![START_BLOCK];
    while let Some(block) = work.pop() {
        if !seen.insert(block) {
            continue;
        }
        match &glue.basic_blocks[block].terminator().kind {
            // A drop that does nothing cannot unwind.
            TerminatorKind::Drop { place, target, .. } => {
                let ty = EarlyBinder::bind(place.ty(glue, tcx).ty).instantiate(tcx, args);
                if !needs_no_drop(tcx, typing_env, ty) {
                    return false;
                }
                work.push(*target);
            }
            TerminatorKind::Return | TerminatorKind::Unreachable => {}
            kind @ (TerminatorKind::Goto { .. } | TerminatorKind::SwitchInt { .. }) => {
                work.extend(kind.successors());
            }
            kind => match lowered::marker(kind) {
                Some(_) => work.extend(kind.successors()),
                None => return false,
            },
        }
    }
    true
}
