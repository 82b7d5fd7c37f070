//! Finds where an awaited coroutine is made.
//!
//! `f(a, b).await` calls `f`, which puts its arguments into a coroutine. The coroutine is moved
//! into the await, which moves the captures out again. Once the await is dissolved, nobody needs
//! the coroutine in between: the arguments can move directly to where the captures are used.

use rustc_hir::{CoroutineDesugaring, CoroutineKind, CoroutineSource};
use rustc_middle::mir::*;
use rustc_middle::ty::{self, TyCtxt, TypingEnv};
use rustc_span::def_id::DefId;

use super::site::{Mentions, Site};
use crate::mir::resolve::resolve;

/// How an awaited coroutine is made.
pub struct Construction<'tcx> {
    /// The statement that makes it, or the call at the end of the block.
    pub at: Location,
    /// Its captures, in order.
    pub operands: Vec<Operand<'tcx>>,
    /// The moves between there and the await.
    pub moves: Vec<Location>,
    /// The locals that it passes through.
    pub through: Vec<Local>,
}

impl<'tcx> Construction<'tcx> {
    /// Follows the awaitee of `site` back to where it is made, if nothing but moves lies between
    /// there and the await.
    pub fn find(
        tcx: TyCtxt<'tcx>,
        body: &Body<'tcx>,
        mentions: &Mentions,
        site: &Site<'tcx>,
    ) -> Option<Construction<'tcx>> {
        let mut local = site.source.as_local()?;
        let mut moves = vec![];
        let mut through = vec![];
        loop {
            // Nothing may happen to it but the next move.
            if !mentions.is_only_moved_on(local) {
                return None;
            }
            through.push(local);
            let at = mentions.definition(local)?;
            let data = &body.basic_blocks[at.block];
            let made_of = match data.statements.get(at.statement_index) {
                Some(Statement { kind: StatementKind::Assign(assign), .. }) => match &assign.1 {
                    Rvalue::Use(Operand::Move(place)) => {
                        local = place.as_local()?;
                        moves.push(at);
                        continue;
                    }
                    Rvalue::Aggregate(kind, operands) => match **kind {
                        AggregateKind::Coroutine(def, _) if def == site.def => {
                            operands.iter().cloned().collect()
                        }
                        _ => return None,
                    },
                    _ => return None,
                },
                Some(_) => return None,
                None => called_with(tcx, body, site.def, data.terminator())?,
            };
            return Some(Construction { at, operands: made_of, moves, through });
        }
    }
}

/// The arguments of the call `terminator`, if it calls the async fn whose body is `coroutine`.
///
/// Such a function only puts its arguments into its coroutine, in order; with coverage
/// instrumentation it also counts the call.
fn called_with<'tcx>(
    tcx: TyCtxt<'tcx>,
    body: &Body<'tcx>,
    coroutine: DefId,
    terminator: &Terminator<'tcx>,
) -> Option<Vec<Operand<'tcx>>> {
    const ASYNC_FN: CoroutineKind =
        CoroutineKind::Desugared(CoroutineDesugaring::Async, CoroutineSource::Fn);
    let TerminatorKind::Call { func, args, destination, .. } = &terminator.kind else {
        return None;
    };
    if tcx.coroutine_kind(coroutine) != Some(ASYNC_FN) || tcx.sess.instrument_coverage() {
        return None;
    }
    let (callee, generic_args) = func.const_fn_def()?;
    let typing_env = TypingEnv::post_analysis(tcx, body.source.def_id());
    let callee = resolve(tcx, typing_env, callee, generic_args)?;
    if callee.def_id() != tcx.parent(coroutine) {
        return None;
    }
    let ty::Coroutine(_, made) = destination.ty(body, tcx).ty.kind() else { return None };
    let captures = made.as_coroutine().upvar_tys();
    let operands: Vec<_> = args.iter().map(|arg| arg.node.clone()).collect();
    let fits = std::iter::zip(&operands, captures)
        .all(|(operand, ty)| same_type(tcx, operand.ty(body, tcx), ty));
    (operands.len() == captures.len() && fits).then_some(operands)
}

fn same_type<'tcx>(tcx: TyCtxt<'tcx>, a: ty::Ty<'tcx>, b: ty::Ty<'tcx>) -> bool {
    tcx.erase_and_anonymize_regions(a) == tcx.erase_and_anonymize_regions(b)
}
