//! Awaits as the desugaring writes them: what a suspension waits for, and what a call puts into a
//! coroutine.

use rustc_index::bit_set::DenseBitSet;
use rustc_middle::mir::{BasicBlock, Body, Operand, TerminatorKind};
use rustc_middle::ty::{self, EarlyBinder, GenericArgsRef, Instance, Ty, TyCtxt, TypingEnv};
use rustc_span::def_id::DefId;

/// A function that a body calls, with its generic arguments in this instance of the body.
pub type Callee<'tcx> = (DefId, GenericArgsRef<'tcx>);

/// The function that an operand of a coroutine's body names; `args` are the coroutine's generic
/// arguments.
pub fn callee<'tcx>(
    tcx: TyCtxt<'tcx>,
    body: &Body<'tcx>,
    args: GenericArgsRef<'tcx>,
    func: &Operand<'tcx>,
) -> Option<Callee<'tcx>> {
    let ty = func.ty(body, tcx);
    let env = TypingEnv::fully_monomorphized();
    let ty = tcx.try_instantiate_and_normalize_erasing_regions(args, env, EarlyBinder::bind(ty));
    match *ty.ok()?.kind() {
        ty::FnDef(def, args) => Some((def, args)),
        _ => None,
    }
}

/// The type whose `poll` was pending when a body suspends at `block`. Every path there must come
/// from a call of that `poll`.
pub fn awaited<'tcx>(
    tcx: TyCtxt<'tcx>,
    body: &Body<'tcx>,
    args: GenericArgsRef<'tcx>,
    block: BasicBlock,
) -> Option<Ty<'tcx>> {
    let predecessors = body.basic_blocks.predecessors();
    let mut seen = DenseBitSet::new_empty(body.basic_blocks.len());
    let mut queue: Vec<BasicBlock> = predecessors[block].to_vec();
    let mut polled = None;
    while let Some(number) = queue.pop() {
        if !seen.insert(number) {
            continue;
        }
        match &body.basic_blocks[number].terminator().kind {
            TerminatorKind::Call { func, .. } => {
                let (def, args) = callee(tcx, body, args, func)?;
                let ty = (tcx.lang_items().future_poll_fn() == Some(def)).then(|| args.type_at(0));
                if ty.is_none() || polled.is_some_and(|polled| Some(polled) != ty) {
                    return None;
                }
                polled = ty;
            }
            TerminatorKind::Yield { .. } => return None,
            _ => queue.extend(&predecessors[number]),
        }
    }
    polled
}

/// Whether a call is to the async fn whose coroutine is `ty`, so that its arguments are the
/// captures.
pub fn makes<'tcx>(tcx: TyCtxt<'tcx>, (def, args): Callee<'tcx>, ty: Ty<'tcx>) -> bool {
    let ty::Coroutine(coroutine, _) = *ty.kind() else { return false };
    let resolved = Instance::try_resolve(tcx, TypingEnv::fully_monomorphized(), def, args);
    resolved.ok().flatten().is_some_and(|instance| {
        let def = instance.def_id();
        tcx.asyncness(def).is_async() && tcx.opt_parent(coroutine) == Some(def)
    })
}

/// Whether a call returns its only argument, by turning a future into one.
pub fn is_into_future(tcx: TyCtxt<'_>, (def, args): Callee<'_>) -> bool {
    tcx.lang_items().into_future_fn() == Some(def) && args.type_at(0).is_coroutine()
}
