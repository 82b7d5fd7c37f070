//! The lowered body of an awaited coroutine.

use std::collections::BTreeSet;

use rustc_index::bit_set::DenseBitSet;
use rustc_middle::mir::visit::{PlaceContext, Visitor};
use rustc_middle::mir::*;
use rustc_middle::ty::{self, EarlyBinder, Instance, TyCtxt, TypingEnv};
use rustc_span::def_id::DefId;

use crate::mir::compatible::generated_alike;
use crate::mir::lowered::{self, FIRST_OWN_LOCAL, SuspendTargets};
use llvmcoro_contract::StateId;
use llvmcoro_contract::marker::Marker;

/// The lowered body of `def`, instantiated with `args` for use in `awaiter`.
pub fn awaited_body<'tcx>(
    tcx: TyCtxt<'tcx>,
    awaiter: DefId,
    def: DefId,
    args: ty::GenericArgsRef<'tcx>,
) -> Option<Body<'tcx>> {
    // The coroutine of an async closure has two bodies, so it stays a future of its own.
    if !args.as_coroutine().kind_ty().is_unit() {
        return None;
    }
    if !generated_alike(tcx, awaiter, def) {
        return None;
    }
    let lowered = lowered::lowered_body(tcx, def, args)?;
    if lowered.tainted_by_errors.is_some() {
        return None;
    }
    let mut generic = lowered.clone();
    generic.coroutine = None;
    let instance = Instance { def: ty::InstanceKind::Item(def), args };
    instance
        .try_instantiate_mir_and_normalize_erasing_regions(
            tcx,
            TypingEnv::post_analysis(tcx, awaiter),
            EarlyBinder::bind(generic),
        )
        .ok()
}

/// The block where a lowered body starts when it is first resumed.
pub fn first_resume(body: &Body<'_>) -> Option<BasicBlock> {
    body.basic_blocks.indices().find_map(|block| {
        match lowered::marker(&body.basic_blocks[block].terminator().kind) {
            Some((Marker::Suspend { state: StateId(0) }, _)) => {
                lowered::suspend_targets(body, block).map(|targets| targets.resume)
            }
            _ => None,
        }
    })
}

/// Whether a drop of the suspended coroutine ends here.
pub fn is_dropped_marker(kind: &TerminatorKind<'_>) -> bool {
    matches!(lowered::marker(kind), Some((Marker::Dropped, _)))
}

/// Why a block of the awaited body runs. In the body itself, blocks of the unwind path serve both
/// purposes; spliced into an awaiter, these lead to different exits.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Phase {
    /// The coroutine was polled.
    Run,
    /// The coroutine is dropped at a suspension point.
    Drop,
}

/// The blocks of a lowered body that are reachable from `entry`, in order.
pub fn reachable_from(body: &Body<'_>, entry: BasicBlock) -> Vec<(BasicBlock, Phase)> {
    let mut seen = BTreeSet::new();
    let mut work = vec![(entry, Phase::Run)];
    while let Some((block, phase)) = work.pop() {
        if !seen.insert((block, phase)) {
            continue;
        }
        let kind = &body.basic_blocks[block].terminator().kind;
        if let Some(SuspendTargets { resume, drop }) = lowered::suspend_targets(body, block) {
            work.extend([(resume, Phase::Run), (drop, Phase::Drop)]);
        } else if !is_dropped_marker(kind) {
            work.extend(kind.successors().map(|next| (next, phase)));
        }
    }
    seen.into_iter().collect()
}

/// The body's own locals that `blocks` use without storage markers. In the body itself their
/// storage lasts for one run; it must not last longer in an awaiter.
pub fn unmarked_locals(body: &Body<'_>, blocks: &[(BasicBlock, Phase)]) -> Vec<Local> {
    let count = body.local_decls.len();
    let mut mentions =
        Mentions { marked: DenseBitSet::new_empty(count), used: DenseBitSet::new_empty(count) };
    for &(block, _) in blocks {
        mentions.visit_basic_block_data(block, &body.basic_blocks[block]);
    }
    mentions.used.remove(lowered::self_ptr(body));
    mentions.used.subtract(&mentions.marked);
    mentions.used.iter().filter(|local| *local >= FIRST_OWN_LOCAL).collect()
}

struct Mentions {
    marked: DenseBitSet<Local>,
    used: DenseBitSet<Local>,
}

impl<'tcx> Visitor<'tcx> for Mentions {
    fn visit_local(&mut self, local: Local, context: PlaceContext, _: Location) {
        if context.is_storage_marker() {
            self.marked.insert(local);
        } else if context.is_use() {
            self.used.insert(local);
        }
    }
}
