//! Recognises lowered bodies.
//!
//! For a coroutine of another crate, that crate decided how to lower it. The body, which travels in
//! crate metadata, tells the decision to everyone who needs it.

use std::collections::HashMap;

use rustc_middle::mir::{
    BasicBlock, Body, CoroutineSavedTy, InlineAsmOperand, Local, START_BLOCK, StatementKind,
    TerminatorKind,
};
use rustc_middle::ty::{self, GenericArgsRef, Ty, TyCtxt};
use rustc_span::def_id::DefId;

use llvmcoro_contract::StateId;
use llvmcoro_contract::marker::{Marker, status};

/// The coroutine in its own body, before and after lowering.
pub const SELF_ARG: Local = Local::from_u32(1);
/// The resume argument in its own body, before and after lowering. In a coroutine that awaits, it
/// is the task's context.
pub const RESUME_ARG: Local = Local::from_u32(2);

/// The discriminant of `Poll::Ready`.
const POLL_READY: u128 = 0;

/// The marker at the end of a block, and the operands of its assembly.
pub fn marker<'a, 'tcx>(
    kind: &'a TerminatorKind<'tcx>,
) -> Option<(Marker, &'a [InlineAsmOperand<'tcx>])> {
    let TerminatorKind::InlineAsm { template, operands, .. } = kind else { return None };
    let [rustc_ast::InlineAsmTemplatePiece::String(text)] = *template else { return None };
    Some((Marker::parse(text)?, operands))
}

/// Whether a lowered coroutine's tag is a niche of its type, as the coroutine's crate chose.
pub fn has_niche(body: &Body<'_>) -> bool {
    matches!(
        marker(&body.basic_blocks[START_BLOCK].terminator().kind),
        Some((Marker::Begin { niche: true, .. }, _))
    )
}

/// Whether the source of a lowered coroutine has no `unsafe` code.
pub fn is_written_safely(body: &Body<'_>) -> bool {
    matches!(
        marker(&body.basic_blocks[START_BLOCK].terminator().kind),
        Some((Marker::Begin { safe: true, .. }, _))
    )
}

/// The locals of a lowered coroutine that hold awaited futures which nobody but the await uses.
pub fn private_awaitees(body: &Body<'_>) -> Vec<Local> {
    match marker(&body.basic_blocks[START_BLOCK].terminator().kind) {
        Some((Marker::Begin { awaitees, .. }, _)) => {
            awaitees.into_iter().map(|local| Local::from_u32(local.0)).collect()
        }
        _ => vec![],
    }
}

/// Whether `body` is a coroutine body that this plugin lowered.
pub fn is_lowered(body: &Body<'_>) -> bool {
    body.coroutine.is_some()
        && matches!(
            marker(&body.basic_blocks[START_BLOCK].terminator().kind),
            Some((Marker::Begin { .. }, _))
        )
}

/// The definition whose MIR is the body of coroutine `def` with `args`.
///
/// An async closure has two bodies; the kind in the coroutine's type tells which one it runs.
/// Mirrors `TyCtxt::coroutine_layout` and the resolution of `Future::poll`.
pub fn body_def<'tcx>(tcx: TyCtxt<'tcx>, def: DefId, args: GenericArgsRef<'tcx>) -> DefId {
    let kind_ty = args.as_coroutine().kind_ty();
    if kind_ty.is_unit() {
        return def;
    }
    let ty::Coroutine(_, identity_args) = *tcx.type_of(def).instantiate_identity().kind() else {
        unreachable!("{def:?} is not a coroutine")
    };
    if identity_args.as_coroutine().kind_ty() == kind_ty {
        def
    } else {
        tcx.coroutine_by_move_body_def_id(def)
    }
}

/// The lowered body of coroutine `def` with `args`; `None` if it went the stock way.
///
/// The body is generic: its types still mention the definition's parameters.
pub fn lowered_body<'tcx>(
    tcx: TyCtxt<'tcx>,
    def: DefId,
    args: GenericArgsRef<'tcx>,
) -> Option<&'tcx Body<'tcx>> {
    if tcx.is_async_drop_in_place_coroutine(def) {
        return None;
    }
    let body = tcx.optimized_mir(body_def(tcx, def, args));
    is_lowered(body).then_some(body)
}

/// The local that holds the coroutine's address, which block 0 binds first.
pub fn self_ptr(body: &Body<'_>) -> Local {
    match &body.basic_blocks[START_BLOCK].statements[0].kind {
        StatementKind::Assign(assign) => assign.0.local,
        other => unreachable!("a lowered body binds its address first, not {other:?}"),
    }
}

/// Where a suspended coroutine continues.
#[derive(Clone, Copy)]
pub struct SuspendTargets {
    /// When resumed.
    pub resume: BasicBlock,
    /// When dropped.
    pub drop: BasicBlock,
}

/// The targets of the suspension point at the end of `block`; `None` if the block does not suspend.
pub fn suspend_targets(body: &Body<'_>, block: BasicBlock) -> Option<SuspendTargets> {
    let terminator = body.basic_blocks[block].terminator();
    let Some((Marker::Suspend { .. }, _)) = marker(&terminator.kind) else { return None };
    let next = terminator.successors().next().expect("markers fall through");
    let TerminatorKind::SwitchInt { targets, .. } = &body.basic_blocks[next].terminator().kind
    else {
        unreachable!("a suspend marker is followed by a switch on its status")
    };
    let target = |status: u8| targets.target_for_value(status.into());
    Some(SuspendTargets { resume: target(status::RESUME), drop: target(status::DESTROY) })
}

/// An await that lowering marked.
#[derive(Clone, Copy)]
pub struct MarkedAwait {
    /// The local that holds the future.
    pub awaitee: Local,
    /// The state while it is pending.
    pub state: StateId,
    /// The edge that the body takes when the future is ready: from a block to its successor.
    pub ready: (BasicBlock, BasicBlock),
    /// The block that drops the pending future when the awaiter is dropped, unless there is nothing
    /// to drop.
    pub drop: Option<BasicBlock>,
}

/// The awaits that lowering marked, in block order.
pub fn marked_awaits(body: &Body<'_>) -> Vec<MarkedAwait> {
    let markers = |block: BasicBlock| marker(&body.basic_blocks[block].terminator().kind);
    let suspensions: HashMap<StateId, BasicBlock> = (body.basic_blocks.indices())
        .filter_map(|block| match markers(block) {
            Some((Marker::Suspend { state }, _)) => Some((state, block)),
            _ => None,
        })
        .collect();
    let mut awaits = vec![];
    for (block, data) in body.basic_blocks.iter_enumerated() {
        let Some((Marker::Await { awaitee, state }, _)) = markers(block) else { continue };
        let awaitee = Local::from_u32(awaitee.0);
        let poll = data.terminator().successors().next().expect("markers fall through");
        let TerminatorKind::Call { target: Some(checked), .. } =
            body.basic_blocks[poll].terminator().kind
        else {
            unreachable!("an await marker is followed by a poll")
        };
        let checked = skip_gotos(body, checked);
        let TerminatorKind::SwitchInt { targets, .. } =
            &body.basic_blocks[checked].terminator().kind
        else {
            unreachable!("the result of a poll is checked")
        };
        let ready = (checked, targets.target_for_value(POLL_READY));
        let targets = suspend_targets(body, suspensions[&state]).expect("a suspend marker ends it");
        let drop = skip_gotos(body, targets.drop);
        let drops = matches!(
            body.basic_blocks[drop].terminator().kind,
            TerminatorKind::Drop { place, .. } if place.as_local() == Some(awaitee)
        );
        awaits.push(MarkedAwait { awaitee, state, ready, drop: drops.then_some(drop) });
    }
    awaits
}

/// The first block from `block` on that does not end in a `goto`.
fn skip_gotos(body: &Body<'_>, mut block: BasicBlock) -> BasicBlock {
    for _ in 0..body.basic_blocks.len() {
        match body.basic_blocks[block].terminator().kind {
            TerminatorKind::Goto { target } => block = target,
            _ => break,
        }
    }
    block
}

/// The locals that rustc's own transform would save, in its order.
pub fn saved_by_stock<'a, 'tcx>(body: &'a Body<'tcx>) -> &'a [CoroutineSavedTy<'tcx>] {
    // The first is `unlayoutable`.
    &body.coroutine_layout_raw().expect("lowering records it").field_tys.raw[1..]
}

/// A type that no compiler can lay out. Every lowered coroutine records it as a saved local, so
/// that a stock rustc stops with an error instead of inventing a layout.
pub fn unlayoutable<'tcx>(tcx: TyCtxt<'tcx>) -> Ty<'tcx> {
    Ty::new_array(tcx, tcx.types.u8, tcx.data_layout.pointer_size().unsigned_int_max() as u64)
}
