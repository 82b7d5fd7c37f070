//! Makes awaited coroutines where they are awaited.
//!
//! `f(a, b).await` calls `f`, which does nothing but put its arguments into a coroutine. If that goes
//! straight into the await, the awaiter makes it by itself and calls nothing.

use rustc_index::IndexVec;
use rustc_middle::mir::*;
use rustc_middle::ty::{self, TyCtxt, TypingEnv};

use super::awaits::{Await, Mentions};
use crate::mir::async_fn::is_async_fn_body;
use crate::mir::resolve::resolve;

/// Replaces the calls that make the futures of `awaits`, if these are async fns.
pub fn in_place<'tcx>(tcx: TyCtxt<'tcx>, body: &mut Body<'tcx>, awaits: &[Await]) {
    // With coverage instrumentation, an async fn counts its calls.
    if awaits.is_empty() || tcx.sess.instrument_coverage() {
        return;
    }
    let mentions = Mentions::of(body);
    for found in awaits {
        let Some(made) = made_by_call(body, &mentions, found.awaitee) else { continue };
        let Some((mut place, value, target)) = construction(tcx, body, made.call) else { continue };
        let source_info = body.basic_blocks[made.call].terminator().source_info;
        if let Some(moved) = made.moved
            && has_storage_behind(body, made.call, moved.to)
        {
            place = moved.to.into();
            let block = &mut body.basic_blocks_mut()[moved.at.block];
            block.statements[moved.at.statement_index].make_nop(true);
        }
        let data = &mut body.basic_blocks_mut()[made.call];
        let assign = StatementKind::Assign(Box::new((place, value)));
        data.statements.push(Statement::new(source_info, assign));
        data.terminator_mut().kind = TerminatorKind::Goto { target };
    }
}

/// How a future gets from the call that makes it to its await.
struct Made {
    /// The block that ends in the call.
    call: BasicBlock,
    /// What happens to the result, unless the call writes it to the await's local.
    moved: Option<Moved>,
}

/// The only use of a local: it is moved to another one.
struct Moved {
    at: Location,
    to: Local,
}

/// How the value is made that only moves bring to `local`.
fn made_by_call(body: &Body<'_>, mentions: &Mentions, mut local: Local) -> Option<Made> {
    let mut moved = None;
    loop {
        let at = mentions.definition(local)?;
        let Some(statement) = body.basic_blocks[at.block].statements.get(at.statement_index) else {
            return Some(Made { call: at.block, moved });
        };
        let StatementKind::Assign(assign) = &statement.kind else { return None };
        let Rvalue::Use(Operand::Move(source)) = &assign.1 else { return None };
        moved = Some(Moved { at, to: local });
        local = source.as_local()?;
        // Nothing else may happen to it.
        if !mentions.is_only_moved_on(local) {
            return None;
        }
    }
}

/// Whether `local` surely has its storage at the end of `block`.
fn has_storage_behind(body: &Body<'_>, mut block: BasicBlock, local: Local) -> bool {
    for _ in 0..body.basic_blocks.len() {
        for statement in body.basic_blocks[block].statements.iter().rev() {
            match statement.kind {
                StatementKind::StorageLive(it) if it == local => return true,
                StatementKind::StorageDead(it) if it == local => return false,
                _ => {}
            }
        }
        let [before] = body.basic_blocks.predecessors()[block][..] else { return false };
        block = before;
    }
    false
}

/// What the call at the end of `block` writes, and where, if it calls an async fn, and the block after it.
fn construction<'tcx>(
    tcx: TyCtxt<'tcx>,
    body: &Body<'tcx>,
    block: BasicBlock,
) -> Option<(Place<'tcx>, Rvalue<'tcx>, BasicBlock)> {
    let kind = &body.basic_blocks[block].terminator().kind;
    let TerminatorKind::Call { func, args, destination, target: Some(target), .. } = kind else {
        return None;
    };
    let ty::Coroutine(coroutine, made) = *destination.ty(body, tcx).ty.kind() else { return None };
    if !is_async_fn_body(tcx, coroutine) {
        return None;
    }
    let (callee, generic_args) = func.const_fn_def()?;
    let typing_env = TypingEnv::post_analysis(tcx, body.source.def_id());
    let callee = resolve(tcx, typing_env, callee, generic_args)?;
    if callee.def_id() != tcx.parent(coroutine) {
        return None;
    }
    let captures = made.as_coroutine().upvar_tys();
    let operands: Vec<_> = args.iter().map(|arg| arg.node.clone()).collect();
    let same_type = |operand: &Operand<'tcx>, ty| {
        let [a, b] = [operand.ty(body, tcx), ty].map(|ty| tcx.erase_and_anonymize_regions(ty));
        a == b
    };
    if operands.len() != captures.len()
        || !std::iter::zip(&operands, captures).all(|(operand, ty)| same_type(operand, ty))
    {
        return None;
    }
    let kind = AggregateKind::Coroutine(coroutine, made);
    let value = Rvalue::Aggregate(Box::new(kind), IndexVec::from_raw(operands));
    Some((*destination, value, *target))
}
