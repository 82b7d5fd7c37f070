//! The lowered body of an awaited coroutine.

use std::collections::BTreeSet;

use rustc_index::bit_set::DenseBitSet;
use rustc_middle::middle::codegen_fn_attrs::CodegenFnAttrs;
use rustc_middle::mir::visit::{PlaceContext, Visitor};
use rustc_middle::mir::*;
use rustc_middle::ty::{self, EarlyBinder, Instance, Ty, TyCtxt, TypingEnv};
use rustc_span::def_id::DefId;

use crate::marker::Marker;
use crate::rustc::{lowered, not_inlined};

/// The resume argument of a lowered body.
pub const CONTEXT_ARG: Local = Local::from_u32(2);
/// The first local of a lowered body that is neither the return place nor an argument.
pub const FIRST_OWN_LOCAL: usize = 3;

/// The lowered body of `def`, with `args`, in the terms of the awaiter.
pub fn awaited_body<'tcx>(
    tcx: TyCtxt<'tcx>,
    awaiter: DefId,
    def: DefId,
    args: ty::GenericArgsRef<'tcx>,
) -> Option<Body<'tcx>> {
    // The coroutines of async closures have two bodies; they stay futures of their own.
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

/// Whether code of `def` may become code of `awaiter`: what a function may use (target features,
/// instruction set) and how it is checked (sanitizers) holds for whole functions.
pub fn generated_alike(tcx: TyCtxt<'_>, awaiter: DefId, def: DefId) -> bool {
    let (ours, theirs) = (tcx.codegen_fn_attrs(awaiter), tcx.codegen_fn_attrs(def));
    let features = |attrs: &CodegenFnAttrs| {
        attrs.target_features.iter().map(|feature| feature.name).collect::<Vec<_>>()
    };
    features(ours) == features(theirs)
        && ours.instruction_set == theirs.instruction_set
        && not_inlined::sanitizers(ours) == not_inlined::sanitizers(theirs)
}

/// Whether a future of `coroutine` would contain itself through `target`, which is an error that
/// rustc reports when it lays out either; asking for the body would end in a query cycle first.
pub fn contains<'tcx>(tcx: TyCtxt<'tcx>, coroutine: DefId, target: DefId) -> bool {
    let mut seen = vec![];
    let mut work = vec![coroutine];
    while let Some(def) = work.pop() {
        if def == target {
            return true;
        }
        if seen.contains(&def) || !def.is_local() {
            continue;
        }
        seen.push(def);
        let Some(witnesses) = tcx.mir_coroutine_witnesses(def) else { continue };
        for saved in &witnesses.field_tys {
            for part in saved.ty.walk() {
                if let ty::GenericArgKind::Type(ty) = part.kind() {
                    let ty: Ty<'tcx> = ty;
                    match *ty.kind() {
                        ty::Coroutine(inner, _) => work.push(inner),
                        ty::Alias(ty::AliasTy { kind: ty::Opaque { def_id }, .. }) => {
                            let hidden = tcx.type_of(def_id).skip_binder();
                            if let ty::Coroutine(inner, _) = *hidden.kind() {
                                work.push(inner);
                            }
                        }
                        _ => {}
                    }
                }
            }
        }
    }
    false
}

/// The block where a lowered body begins when it is resumed for the first time.
pub fn first_resume(body: &Body<'_>) -> Option<BasicBlock> {
    body.basic_blocks.indices().find_map(|block| {
        match lowered::marker(&body.basic_blocks[block].terminator().kind) {
            Some((Marker::Suspend { index: 0 }, _)) => Some(suspend_targets(body, block)?.0),
            _ => None,
        }
    })
}

/// Where the suspension at the end of `block` goes: resumed, dropped.
pub fn suspend_targets(body: &Body<'_>, block: BasicBlock) -> Option<(BasicBlock, BasicBlock)> {
    let terminator = body.basic_blocks[block].terminator();
    let Some((Marker::Suspend { .. }, _)) = lowered::marker(&terminator.kind) else {
        return None;
    };
    Some(lowered::suspend_targets(body, terminator))
}

/// Whether a cancelled run ends here.
pub fn is_dropped_marker(kind: &TerminatorKind<'_>) -> bool {
    matches!(lowered::marker(kind), Some((Marker::Dropped, _)))
}

/// Why a block of the awaited body runs. Blocks of the unwind path serve both purposes in a body
/// of their own; taken into an awaiter, they end in different places.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Phase {
    /// The coroutine was polled.
    Run,
    /// The coroutine is dropped at a suspension point.
    Drop,
}

/// The blocks of a lowered body that run from `entry` on, in order.
pub fn reachable_from(body: &Body<'_>, entry: BasicBlock) -> Vec<(BasicBlock, Phase)> {
    let mut seen = BTreeSet::new();
    let mut work = vec![(entry, Phase::Run)];
    while let Some((block, phase)) = work.pop() {
        if !seen.insert((block, phase)) {
            continue;
        }
        let kind = &body.basic_blocks[block].terminator().kind;
        if let Some((resume, drop)) = suspend_targets(body, block) {
            work.extend([(resume, Phase::Run), (drop, Phase::Drop)]);
        } else if !is_dropped_marker(kind) {
            work.extend(kind.successors().map(|next| (next, phase)));
        }
    }
    seen.into_iter().collect()
}

/// The body's own locals that `blocks` use without storage markers: in a body of its own their
/// storage lasts for one run, and it must not last longer in an awaiter.
pub fn unmarked_locals(body: &Body<'_>, blocks: &[(BasicBlock, Phase)]) -> Vec<Local> {
    let count = body.local_decls.len();
    let mut mentions =
        Mentions { marked: DenseBitSet::new_empty(count), used: DenseBitSet::new_empty(count) };
    for &(block, _) in blocks {
        mentions.visit_basic_block_data(block, &body.basic_blocks[block]);
    }
    mentions.used.remove(lowered::self_ptr(body));
    mentions.used.subtract(&mentions.marked);
    mentions.used.iter().filter(|local| local.index() >= FIRST_OWN_LOCAL).collect()
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
